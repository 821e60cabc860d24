// SPDX-License-Identifier: Apache-2.0
// The laws of differentiation and batching, over a table of structural operations: <s, Jt> = <J's, t>,
// central differences, forward over reverse, and batching = loop; evaluated by the oracle alone.
#include <doctest/doctest.h>

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/transform.hpp>
#include <functional>

#include "oracle.hpp"

using namespace fenchel;
using oracle::Bindings;
using oracle::Values;

namespace {

struct Case {
  const char* name;
  std::vector<Shape> shapes;
  std::function<Var(const Vars&)> f;
};

Var ints(std::initializer_list<std::int64_t> values) { return integers(std::span(values.begin(), values.size())); }
using List = std::vector<std::int64_t>;

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"broadcast_to", {{3, 1}}, [](const Vars& x) { return broadcast_to(x[0], {2, 3, 4}); }},
      {"reshape", {{3, 4}}, [](const Vars& x) { return reshape(x[0], Shape{2, 6}); }},
      {"permute", {{2, 3, 4}}, [](const Vars& x) { return permute(x[0], List{2, 0, 1}); }},
      {"cast", {{3}}, [](const Vars& x) { return cast(cast(x[0], DType::float64), DType::float64); }},
      {"sum all", {{3, 4}}, [](const Vars& x) { return sum(x[0]); }},
      {"sum middle", {{2, 3, 4}}, [](const Vars& x) { return sum(x[0], {1}); }},
      {"sum outer", {{2, 3, 4}}, [](const Vars& x) { return sum(x[0], {0, 2}, true); }},
      {"max", {{3, 4}}, [](const Vars& x) { return max(x[0], {1}); }},
      {"max all", {{3, 4}}, [](const Vars& x) { return max(x[0]); }},
      {"min", {{3, 4}}, [](const Vars& x) { return min(x[0], {0}, true); }},
      {"mean", {{3, 4}}, [](const Vars& x) { return mean(x[0], {1}); }},
      {"matmul", {{2, 3}, {3, 4}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"matmul vector", {{2, 3}, {3}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"vector matmul", {{3}, {3, 2}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"dot", {{3}, {3}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"batched matmul", {{5, 2, 3}, {3, 4}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"broadcast matmul", {{2, 1, 2, 3}, {4, 3, 2}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"slice", {{5, 4}}, [](const Vars& x) { return slice(x[0], ints({4, 1}), List{3, 2}, List{-2, 1}); }},
      {"unslice", {{2, 2}}, [](const Vars& x) { return unslice(x[0], ints({1, 0}), {5, 4}, List{2, 3}); }},
      {"slice_update", {{5, 4}, {2, 2}}, [](const Vars& x) { return slice_update(x[0], x[1], ints({1, 0}), List{2, 3}); }},
      {"concatenate", {{2, 3}, {2, 1}, {2, 2}, {2, 1}}, [](const Vars& x) { return concatenate(x, 1); }},
      {"gather", {{4, 3}}, [](const Vars& x) { return gather(x[0], reshape(ints({3, -4, 3, 1}), Shape{2, 2})); }},
      {"scatter_add", {{4, 3}, {3, 3}}, [](const Vars& x) { return scatter_add(x[0], ints({1, 3, 1}), x[1]); }},
      {"scatter", {{4, 3}, {3, 3}}, [](const Vars& x) { return scatter(x[0], ints({1, 3, 1}), x[1]); }},
      {"elementwise row", {{3, 4}, {4}, {3, 1}}, [](const Vars& x) { return x[0] * sin(x[1]) + x[2] / (2.0 + x[1] * x[1]); }},
      {"scalar and vector", {{}, {5}}, [](const Vars& x) { return exp(x[0]) * x[1] + x[0]; }},
      {"two scalars", {{}, {}}, [](const Vars& x) { return broadcast_to(x[0] * x[1], {3}) + sum(broadcast_to(x[0], {7})); }},
      {"logsumexp by hand", {{3, 4}}, [](const Vars& x) {
         const Var m = stop_gradient(max(x[0], {1}, true));
         return log(sum(exp(x[0] - m), {1}, true)) + m;
       }},
      {"empty", {{0, 3}}, [](const Vars& x) { return sum(exp(x[0]), {0}); }},
  };
  return all;
}

struct Setting {
  Program program;
  Bindings at;
};

Setting set_up(const Case& test) {
  Setting out;
  for (std::size_t i = 0; i < test.shapes.size(); ++i) {
    out.program.parameters.push_back(parameter(DType::float64, test.shapes[i], TracedBy::jit));
    out.at[out.program.parameters[i].node()] = oracle::random_values(test.shapes[i].size(), 7 + static_cast<unsigned>(i));
  }
  out.program.results = {test.f(out.program.parameters)};
  return out;
}

/// Placeholders like the given variables, bound to random values.
Vars random_like(const Vars& like, Bindings& at, unsigned seed) {
  Vars out;
  for (const Var& x : like) {
    out.push_back(parameter(DType::float64, x.shape(), TracedBy::jit));
    at[out.back().node()] = oracle::random_values(x.shape().size(), seed++);
  }
  return out;
}

double inner(const Vars& a, const Vars& b, const Bindings& at) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] && b[i]) sum += oracle::dot(oracle::evaluate(a[i], at), oracle::evaluate(b[i], at));
  return sum;
}

void move_along(Bindings& at, const Vars& parameters, const Vars& tangents, double step) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    for (std::size_t k = 0; k < at[parameters[i].node()].size(); ++k)
      at[parameters[i].node()][k] += step * at[tangents[i].node()][k];
}

/// (result, J t) of a program at given tangents, the tangent expanded to the result's shape.
Var tangent_of(const Program& program, const Vars& tangents) {
  const Var dy = pushforward(program, tangents)[0];
  return dy ? expand(dy, program.results[0].shape()) : Var();
}

}  // namespace

TEST_CASE("transposes: <s, J t> = <J' s, t>") {
  for (const Case& test : cases()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars t = random_like(program.parameters, at, 100), s = random_like(program.results, at, 200);
    const Var dy = tangent_of(program, t);
    REQUIRE(dy);
    const Vars pulled = pullback(program, s);
    for (std::size_t i = 0; i < pulled.size(); ++i) CHECK(pulled[i].shape() == test.shapes[i]);
    CHECK(inner({dy}, s, at) == doctest::Approx(inner(pulled, t, at)).epsilon(1e-12));
  }
}

TEST_CASE("tangents agree with central differences") {
  for (const Case& test : cases()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars t = random_like(program.parameters, at, 100);
    const Values dy = oracle::evaluate(tangent_of(program, t), at);
    const double h = 1e-6;
    move_along(at, program.parameters, t, h);
    const Values up = oracle::evaluate(program.results[0], at);
    move_along(at, program.parameters, t, -2 * h);
    const Values down = oracle::evaluate(program.results[0], at);
    for (std::size_t k = 0; k < dy.size(); ++k)
      CHECK(dy[k] == doctest::Approx((up[k] - down[k]) / (2 * h)).epsilon(1e-7).scale(1));
  }
}

TEST_CASE("reverse of reverse and forward of reverse agree") {
  for (const Case& test : cases()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars s = random_like(program.results, at, 200), t = random_like(program.parameters, at, 100);
    const Program gradient{program.parameters, pullback(program, s)};
    const Vars hvp = pushforward(gradient, t);
    const Vars vhp = pullback(gradient, t);
    for (std::size_t i = 0; i < hvp.size(); ++i) {
      const Values b = oracle::evaluate(vhp[i], at);
      const Values a = hvp[i] ? oracle::evaluate(expand(hvp[i], test.shapes[i]), at) : Values(b.size(), 0.0);
      for (std::size_t k = 0; k < a.size(); ++k) CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-10).scale(1));
    }
  }
}

TEST_CASE("batching is a loop") {
  constexpr std::int64_t n = 3;
  for (const Case& test : cases()) {
    for (std::size_t mask = 1; mask < (std::size_t{1} << test.shapes.size()); ++mask) {
      CAPTURE(test.name);
      CAPTURE(mask);
      auto [program, at] = set_up(test);
      std::vector<Batched> arguments;
      for (std::size_t i = 0; i < test.shapes.size(); ++i) {
        const bool batched = (mask >> i) & 1;
        Shape shape = test.shapes[i];
        if (batched) shape.insert(0, n);
        arguments.push_back({parameter(DType::float64, shape, TracedBy::jit), batched});
        at[arguments[i].value.node()] = oracle::random_values(shape.size(), 40 + static_cast<unsigned>(i));
      }
      const Batched out = batch(program, arguments)[0];
      REQUIRE(out.batched);
      Shape expected = program.results[0].shape();
      expected.insert(0, n);
      REQUIRE(out.value.shape() == expected);
      const Values together = oracle::evaluate(out.value, at);
      for (std::int64_t b = 0; b < n; ++b) {
        for (std::size_t i = 0; i < test.shapes.size(); ++i) {
          const Values& whole = at[arguments[i].value.node()];
          const auto size = static_cast<std::ptrdiff_t>(test.shapes[i].size());
          const auto from = whole.begin() + (arguments[i].batched ? b * size : 0);
          at[program.parameters[i].node()] = Values(from, from + size);
        }
        const Values alone = oracle::evaluate(program.results[0], at);
        for (std::size_t k = 0; k < alone.size(); ++k)
          CHECK(together[static_cast<std::size_t>(b) * alone.size() + k] == doctest::Approx(alone[k]).epsilon(1e-13));
      }
    }
  }
}
