// SPDX-License-Identifier: Apache-2.0
// The program layer without an executor: nodes, shapes, types, the table, and what transforms
// build.
#include <doctest/doctest.h>

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/trace.hpp>
#include <fenchel/program/transform.hpp>
#include <string>

using namespace fenchel;

namespace {

Var input(const Shape& shape, DType dtype = DType::float64) {
  return parameter(dtype, shape, TracedBy::jit);
}

std::string name(const Var& x) { return info(x->op).name; }

template <class E, class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("every row of the table is complete") {
  for (int i = 0; i < operation_count(); ++i) {
    const OpInfo& row = info(static_cast<OpId>(i));
    CAPTURE(row.name);
    CHECK(std::string(row.facts.summary).size() > 0);
    if (row.role == Role::leaf) continue;
    CHECK(bool(row.batch));
    CHECK(bool(row.jvp));
    CHECK(bool(row.vjp));
    if (row.role == Role::elementwise && row.name != "cast") CHECK(bool(row.number));
    else CHECK(bool(row.shape));
    if (row.role == Role::view && row.name != "reshape") CHECK(bool(row.view));
  }
}

TEST_CASE("a name can be taken once") {
  OpInfo again = info(find_operation("exp"));
  CHECK_THROWS_AS(add_operation(again), TypeError);
  CHECK_THROWS_AS(find_operation("no such operation"), TypeError);
}

TEST_CASE("types promote as in NumPy 2") {
  const Var f32 = input({3}, DType::float32), f64 = input({3}), i64 = input({3}, DType::int64),
            b = input({3}, DType::boolean);
  CHECK((f32 + f64).dtype() == DType::float64);
  CHECK((f32 + i64).dtype() == DType::float64);
  CHECK((f32 * 2.0).dtype() == DType::float32);
  CHECK((i64 * 2).dtype() == DType::int64);
  CHECK((i64 * 2.5).dtype() == DType::float64);
  CHECK((i64 / i64).dtype() == DType::float64);
  CHECK(exp(i64).dtype() == DType::float64);
  CHECK((b & b).dtype() == DType::boolean);
  CHECK((f32 < 1.0).dtype() == DType::boolean);
  CHECK(where(b, f32, 0.0).dtype() == DType::float32);
  CHECK(where(b, b, false).dtype() == DType::boolean);
}

TEST_CASE("numbers of the program fold, identities vanish") {
  const Var x = input({3});
  CHECK((x * 1.0).node() == x.node());
  CHECK((x + 0.0).node() == x.node());
  CHECK((x / 1.0).node() == x.node());
  const Var six = Var(2.0) * 3.0;
  CHECK(six->op == op::constant);
  CHECK(number_of(*six.node()) == 6.0);
  CHECK((x * scalar(1.0, DType::float64)).node() != x.node());  // a user's number is data
}

TEST_CASE("errors name the operation and both shapes") {
  const Var a = input({3}), b = input({4}), m = input({2, 3});
  CHECK(message_of<ShapeError>([&] { a + b; }) ==
        "add: shapes (3,) and (4,) cannot be broadcast together: sizes 3 and 4 differ");
  CHECK(message_of<ShapeError>([&] { matmul(m, b); }) ==
        "matmul: shapes (2, 3) and (4,) do not fit: sizes 3 and 4 differ");
  CHECK(message_of<ShapeError>([&] { reshape(m, Shape{4}); }) ==
        "reshape: an array of shape (2, 3) cannot take the shape (4,)");
  CHECK(message_of<ShapeError>([&] { sum(m, {2}); }) ==
        "sum: axis 2 is out of range for an array of 2 axes");
  CHECK(message_of<ShapeError>([&] { max(input({0, 3}), {0}); }).find("empty") !=
        std::string::npos);
  CHECK_THROWS_AS(full(Shape{std::int64_t{1} << 40, std::int64_t{1} << 40}, 0, DType::float64),
                  ShapeError);
}

TEST_CASE("reverse mode leaves what nobody asked for alone") {
  const Var X = input({5, 3}), w = input({3});
  const Var seed[] = {constant(1, DType::float64)};
  const Vars g = pullback({{w}, {sum(matmul(X, w))}}, seed);
  REQUIRE(g.size() == 1);
  CHECK(g[0].shape() == Shape{3});
  const Vars none = pullback({{w}, {sum(X)}}, seed);
  CHECK(name(none[0]) == "broadcast_to");
  CHECK(none[0].shape() == Shape{3});
}

TEST_CASE("the cotangent of a sum stays a number") {
  const Var x = input({1000});
  const Var seed[] = {constant(1, DType::float64)};
  const Vars g = pullback({{x}, {sum(sin(x))}}, seed);
  CHECK(name(g[0]) == "cos");  // 1 * cos(x): no array of ones
}

TEST_CASE("batching puts the axis in front") {
  const Var x = input({3}), w = input({4, 3});
  const Program program{{x}, {sum(matmul(w, x), {0}), w}};
  const auto out = batch(program, {{input({7, 3}), true}});
  CHECK(out[0].batched);
  CHECK(out[0].value.shape() == Shape{7});
  CHECK_FALSE(out[1].batched);
}

TEST_CASE("long chains are built, differentiated and freed without recursion") {
  const std::int64_t before = live_nodes();
  {
    Program program{{alias(scalar(0.5, DType::float64))}, {}};
    Var x = program.parameters[0];
    for (int i = 0; i < 200000; ++i) x = sin(x) * 1.5;
    program.results = {x};
    const Var seed[] = {constant(1, DType::float64)};
    CHECK(pullback(program, seed).size() == 1);
    CHECK(pushforward(program, seed).size() == 1);
  }
  CHECK(live_nodes() == before);
}

TEST_CASE("an evaluated node keeps its inputs while its trace lives") {
  const Var x = scalar(2, DType::float64);
  Var y;
  {
    Trace trace;
    y = exp(x);
    set_number(*y.node(), 1);
    y->flags |= Node::has_value;
    settle(y);
    CHECK(y->arity == 1);
    trace.close();
    CHECK(y->arity == 1);
  }
  CHECK(y->arity == 0);
  CHECK(y->op == op::array);
  CHECK(open_traces() == 0);
}
