// SPDX-License-Identifier: Apache-2.0
// The soften rules: each against its formula, every primitive of the table for a derivative in
// every argument, and what is refused.
#include <doctest/doctest.h>

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/smooth/soft_max.hpp>
#include <fenchel/smooth/soften.hpp>
#include <functional>

#include "oracle.hpp"

using namespace fenchel;
using oracle::Bindings;
using oracle::Values;

namespace {

constexpr double width = 0.3;

Var input(const Shape& shape = {5}, DType dtype = DType::float64) {
  return parameter(dtype, shape, TracedBy::smooth);
}

using Function = std::function<Var(const Var&, const Var&)>;

/// f softened at (a, b).
Var softened(const Function& f, const Var& a, const Var& b, double scale = width) {
  const Var x = input(a.shape(), a.dtype()), y = input(b.shape(), b.dtype());
  const Var arguments[] = {a, b};
  return soften(Program{{x, y}, {f(x, y)}}, arguments, scale)[0];
}

struct Rule {
  const char* name;
  Function hard, soft;
};

Var p(const Var& a, const Var& b) { return 1.0 / (1.0 + exp((b - a) / width)); }
Var number(const Var& truth) { return cast(truth, DType::float64); }

/// The steps between 0 and x that x has passed, less those it has not.
Var staircase(const Var& x) {
  Var sum = 0.0;
  for (int k = 60; k >= 1; --k) sum = sum + p(x, k);
  for (int k = -60; k <= 0; ++k) sum = sum - p(k, x);
  return sum;
}
/// The same of trunc, which has no step at 0.
Var staircase_without_0(const Var& x) { return staircase(x) + p(0.0, x); }

const std::vector<Rule>& rules() {
  using V = const Var&;
  static const std::vector<Rule> all{
      {"greater", [](V a, V b) { return a > b; }, [](V a, V b) { return p(a, b); }},
      {"greater_equal", [](V a, V b) { return a >= b; }, [](V a, V b) { return p(a, b); }},
      {"less", [](V a, V b) { return a < b; }, [](V a, V b) { return p(b, a); }},
      {"less_equal", [](V a, V b) { return a <= b; }, [](V a, V b) { return p(b, a); }},
      {"equal", [](V a, V b) { return a == b; },
       [](V a, V b) { return 1.0 - square(tanh((a - b) / (2 * width))); }},
      {"not_equal", [](V a, V b) { return a != b; },
       [](V a, V b) { return square(tanh((a - b) / (2 * width))); }},
      {"not", [](V a, V b) { return logical_not(a > b); }, [](V a, V b) { return p(b, a); }},
      {"and", [](V a, V b) { return (a > b) & (a > 0.0); },
       [](V a, V b) { return p(a, b) * p(a, 0.0); }},
      {"or", [](V a, V b) { return (a > b) | (a > 0.0); },
       [](V a, V b) { return 1.0 - p(b, a) * p(0.0, a); }},
      {"xor", [](V a, V b) { return logical_xor(a > b, a > 0.0); },
       [](V a, V b) { return p(a, b) * p(0.0, a) + p(b, a) * p(a, 0.0); }},
      {"agreement", [](V a, V b) { return (a > b) == (a > 0.0); },
       [](V a, V b) { return p(a, b) * p(a, 0.0) + p(b, a) * p(0.0, a); }},
      {"and with a hard truth value", [](V a, V b) { return (a > b) & Var(true); },
       [](V a, V b) { return p(a, b); }},
      {"where", [](V a, V b) { return where(a > b, a * a, sin(b)); },
       [](V a, V b) { return p(a, b) * a * a + p(b, a) * sin(b); }},
      {"where of truth values", [](V a, V b) { return where(a > b, a > 1.0, b > 1.0); },
       [](V a, V b) { return p(a, b) * p(a, 1.0) + p(b, a) * p(b, 1.0); }},
      {"cast", [](V a, V b) { return 3.0 * number(a > b); },
       [](V a, V b) { return 3.0 * p(a, b); }},
      {"count", [](V a, V b) { return sum(a > b); }, [](V a, V b) { return sum(p(a, b)); }},
      {"count above", [](V a, V b) { return sum(a > b) > 2.5; },
       [](V a, V b) { return p(sum(p(a, b)), 2.5); }},
      {"sign", [](V a, V b) { return sign(a) + 0.0 * b; },
       [](V a, V) { return p(a, 0.0) - p(0.0, a); }},
      {"abs", [](V a, V b) { return abs(a) + 0.0 * b; },
       [](V a, V) { return p(a, 0.0) * a - p(0.0, a) * a; }},
      {"copysign", [](V a, V b) { return copysign(a, b); },
       [](V a, V b) { return (p(a, 0.0) - p(0.0, a)) * a * (p(b, 0.0) - p(0.0, b)); }},
      {"copysign of a fixed sign", [](V a, V b) { return copysign(a, -3.0) + 0.0 * b; },
       [](V a, V) { return (p(0.0, a) - p(a, 0.0)) * a; }},
      {"nextafter", [](V a, V b) { return nextafter(a, b); },
       [](V a, V b) { return nextafter(a, b); }},
      {"floor", [](V a, V b) { return floor(a) + 0.0 * b; }, [](V a, V) { return staircase(a); }},
      {"ceil", [](V a, V b) { return ceil(a) + 0.0 * b; }, [](V a, V) { return -staircase(-a); }},
      {"round", [](V a, V b) { return round(7.0 * a) + 0.0 * b; },
       [](V a, V) { return staircase(7.0 * a + 0.5); }},
      {"trunc", [](V a, V b) { return trunc(3.0 * a) + 0.0 * b; },
       [](V a, V) { return staircase_without_0(3.0 * a); }},
      {"floor of a count", [](V a, V b) { return floor(sum(a > b)) + 0.0 * a; },
       [](V a, V b) { return sum(p(a, b)); }},
      {"floor_divide", [](V a, V b) { return floor_divide(a, b); },
       [](V a, V b) { return staircase(a / b); }},
      {"remainder", [](V a, V b) { return remainder(a, b); },
       [](V a, V b) { return a - b * staircase(a / b); }},
      {"fmod", [](V a, V b) { return fmod(a, b); },
       [](V a, V b) { return a - b * staircase_without_0(a / b); }},
      {"maximum", [](V a, V b) { return maximum(a, b); },
       [](V a, V b) { return width * log(exp(a / width) + exp(b / width)); }},
      {"minimum", [](V a, V b) { return minimum(a, b); },
       [](V a, V b) { return -width * log(exp(-a / width) + exp(-b / width)); }},
      {"relu", [](V a, V b) { return maximum(0.0, a) + 0.0 * b; },
       [](V a, V) { return width * log(1.0 + exp(a / width)); }},
      {"max", [](V a, V b) { return max(a) + 0.0 * b; },
       [](V a, V) { return width * log(sum(exp(a / width))); }},
      {"min", [](V a, V b) { return min(a) + 0.0 * b; },
       [](V a, V) { return -width * log(sum(exp(-a / width))); }},
      {"smooth operations", [](V a, V b) { return exp(a) * sin(b); },
       [](V a, V b) { return exp(a) * sin(b); }},
      {"moved truth values",
       [](V a, V b) {
         const Var parts[] = {reshape(a > b, Shape{1, 5}), broadcast_to(Var(false), {1, 5})};
         return sum(where(concatenate(parts, 0), Var(1.0), Var(0.0)), {0});
       },
       [](V a, V b) { return p(a, b); }},
  };
  return all;
}

Bindings values_at(const Var& a, const Var& b) {
  return {{a.node(), oracle::random_values(5, 1)}, {b.node(), oracle::random_values(5, 2)}};
}

void check_close(const Values& x, const Values& y, double tolerance) {
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
    CHECK(x[i % x.size()] == doctest::Approx(y[i % y.size()]).epsilon(tolerance).scale(1));
}

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

TEST_CASE("every rule is its formula") {
  for (const Rule& rule : rules()) {
    CAPTURE(rule.name);
    const Var a = input(), b = input();
    const Bindings at = values_at(a, b);
    const Var soft = softened(rule.hard, a, b);
    CHECK(is_floating(soft.dtype()));
    check_close(oracle::evaluate(soft, at), oracle::evaluate(rule.soft(a, b), at), 1e-14);
  }
}

TEST_CASE("towards scale 0 the program is hard again") {
  for (const Rule& rule : rules()) {
    CAPTURE(rule.name);
    const Var a = input(), b = input();
    const Bindings at = values_at(a, b);
    const Values hard = oracle::evaluate(rule.hard(a, b), at);
    check_close(oracle::evaluate(softened(rule.hard, a, b, 1e-4), at), hard, 1e-3);
    check_close(oracle::evaluate(softened(rule.hard, a, b, 1e-300), at), hard, 1e-12);
  }
}

TEST_CASE("a softened primitive has a derivative in every argument") {
  for (int id = 0; id < operation_count(); ++id) {
    const OpInfo& row = info(static_cast<OpId>(id));
    if (row.role != Role::elementwise || !row.number) continue;
    if (row.name == "polygamma") continue;  // its order is no quantity
    const double first = row.name == "acosh" ? 1.3 : 0.3;
    CAPTURE(row.name);
    Vars x;
    Bindings at;
    for (int i = 0; i < row.arity; ++i) {
      x.push_back(input());
      at[x.back().node()] = {first + 0.1 * i, 0.6, 0.5, 0.4, 0.2};
    }
    Program program{x, {emit_elementwise(static_cast<OpId>(id), x)}};
    program.results = soften(program, x, width);
    const Var seed[] = {Var(1.0)};
    Vars gradients = pullback(program, seed);
    if (row.name == "nextafter") gradients.pop_back();  // a direction has none
    for (const Var& gradient : gradients)
      CHECK(std::fabs(oracle::evaluate(gradient, at)[0]) > 1e-5);
  }
}

TEST_CASE("what is piecewise constant and has no rule is refused until it gets one") {
  OpInfo row = info(find_operation("sign"));
  row.name = "planted_step";
  const OpId step = add_operation(row);
  const auto apply = [step](const Var& a, const Var&) { return emit_elementwise(step, {&a, 1}); };
  const Var a = input(), b = input();
  CHECK(message_of<TypeError>([&] { softened(apply, a, b); }).find("planted_step has no deriv") !=
        std::string::npos);
  add_soften_rule("planted_step", [](const Node&, SoftInputs x, const Scale&) {
    return Soft{2.0 * x[0].value, Soft::moving};
  });
  const Bindings at = values_at(a, b);
  check_close(oracle::evaluate(softened(apply, a, b), at), oracle::evaluate(a + a, at), 1e-15);
}

TEST_CASE("rounding and soft positions are refused") {
  const Var a = input(), b = input();
  const auto rounds = [](const Var& x, const Var&) { return cast(x, DType::int64); };
  CHECK(message_of<TypeError>([&] { softened(rounds, a, b); }).find("rounding") !=
        std::string::npos);
  const auto selects = [](const Var& x, const Var& y) { return gather(x, sum(y > 0.0)); };
  CHECK(message_of<TypeError>([&] { softened(selects, a, b); }).find("position") !=
        std::string::npos);
}

TEST_CASE("what no derivative flows through stays hard") {
  const Var a = input(), b = input();
  const Bindings at = values_at(a, b);
  const auto check_same = [&](const Function& hard, const Function& expected) {
    check_close(oracle::evaluate(softened(hard, a, b), at), oracle::evaluate(expected(a, b), at),
                1e-15);
  };
  using V = const Var&;
  const Function held = [](V x, V y) { return where(stop_gradient(x) > 0.0, y, 2.0 * y); };
  check_same(held, held);
  const Function held_truth = [](V x, V y) { return where(stop_gradient(x > y), y, 2.0 * y); };
  check_same(held_truth, held_truth);
  const Function shifted = [](V x, V y) { return logsumexp(x) + y; };
  check_same(shifted, shifted);
  const Function twice = [](V x, V y) { return number(x > y) * stop_gradient(number(x > y)); };
  const Function shared = [](V x, V y) {
    const Var above = number(x > y);
    return above * stop_gradient(above);
  };
  for (const Function& f : {twice, shared})
    check_same(f, [](V x, V y) { return p(x, y) * number(x > y); });
  const Function rounded = [](V x, V y) {
    return x - number(stop_gradient(cast(y, DType::int64)));
  };
  check_same(rounded, rounded);
  const Function whole = [](V x, V y) {
    return x + number(integers(std::vector<std::int64_t>{1, 2, 3, 4, 5}) > 2) + y;
  };
  check_same(whole, whole);
}

TEST_CASE("integer arguments stay hard") {
  const Var a = input(), n = input({5}, DType::int64);
  const Function f = [](const Var& x, const Var& count) { return where(count > 2, x, -x); };
  const Bindings at{{a.node(), {1, 2, 3, 4, 5}}, {n.node(), {1, 2, 3, 4, 5}}};
  check_close(oracle::evaluate(softened(f, a, n), at), {-1, -2, 3, 4, 5}, 1e-15);
}

TEST_CASE("a branch of probability 0 does not leak a NaN") {
  const Var a = input(), b = input();
  const Bindings at{{a.node(), Values(5, -1e4)}, {b.node(), Values(5, 2.0)}};
  const Function f = [](const Var& x, const Var& y) { return where(x > 0.0, sqrt(x), y); };
  check_close(oracle::evaluate(softened(f, a, b), at), Values(5, 2.0), 1e-15);
}
