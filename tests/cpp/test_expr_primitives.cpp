// SPDX-License-Identifier: Apache-2.0
// Every primitive through the static node: <s, J t> = <J's, t> with duals, difference quotients,
// all sizes around a packet.
#include "broken_erf.hpp"
#include "log_cosh.hpp"
#include "sweep.hpp"

#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/forward.hpp>

#include <string>

using namespace sweep;
using namespace fenchel;

namespace {

constexpr bool active_input(const Facts& facts, int input) { return (facts.active >> input) & 1u; }

/// Applies Op to leaves or duals: inputs without a derivative become conditions where Op wants
/// them.
template <class Op, class A, class B, class C>
auto apply_to(const A& a, const B& b, const C& c) {
  if constexpr (Op::facts.signature == Signature::selection)
    return primitive::apply<Op>(a > 0.0, b, c);
  else if constexpr (Op::arity == 1) return primitive::apply<Op>(a);
  else return primitive::apply<Op>(a, b);
}

/// Data of a primitive on n elements, with cotangents and gradients, at a chosen misalignment.
template <class Op, class T>
struct Case {
  std::size_t n, shift;
  Inputs<T> x, gradient;
  std::vector<T> cotangent;

  Case(std::size_t size, std::size_t misaligned)
      : n(size), shift(misaligned), x(random_inputs<Op, T>(size + misaligned, 7)) {
    x.resize(3, std::vector<T>(n + shift));
    gradient.assign(3, std::vector<T>(n + shift, T(99)));
    std::mt19937_64 random(n);
    std::uniform_real_distribution<double> draw(-2, 2);
    for (std::size_t i = 0; i < n + shift; ++i) cotangent.push_back(static_cast<T>(draw(random)));
  }

  auto leaf(int input) {
    return active(x[input].data() + shift, gradient[input].data() + shift, n);
  }
  auto weights() const { return passive(cotangent.data() + shift, n); }
  T run() { return value_and_grad(dot(weights(), apply_to<Op>(leaf(0), leaf(1), leaf(2)))); }
};

/// What forward mode says about element i when input moves by the cotangent: the same product.
template <class Op, class T>
T pushed(const Case<Op, T>& c, int input, std::size_t i) {
  Dual<T> x[3] = {c.x[0][i], c.x[1][i], c.x[2][i]};
  x[input].tangent = c.cotangent[i];
  return Dual<T>(apply_to<Op>(x[0], x[1], x[2])).tangent;
}

template <class Op, class T>
std::size_t disagreements(std::size_t n, std::size_t shift) {
  Case<Op, T> c(n, shift);
  const T value = c.run();
  std::size_t wrong = 0;
  long double expected = 0, scale = 1;
  for (std::size_t i = shift; i < n + shift; ++i) {
    for (int input = 0; input < Op::arity; ++input)
      if (active_input(Op::facts, input)) {
        const T forward = pushed(c, input, i), back = c.gradient[input][i];
        if constexpr (std::is_same_v<T, double>) wrong += !identical(forward, back);
        else wrong += !(std::abs(forward - back) <= 1e-5f * (1 + std::abs(forward)));
      }
    const T y = static_cast<T>(apply_to<Op>(c.x[0][i], c.x[1][i], c.x[2][i]));
    expected += static_cast<long double>(c.cotangent[i]) * y;
    scale += std::fabs(static_cast<long double>(c.cotangent[i]) * y);
  }
  const double eps = std::numeric_limits<T>::epsilon();
  wrong += !(std::fabs(value - expected) <= 16 * eps * scale);
  for (int input = 0; input < 3; ++input)
    for (std::size_t i = 0; i < shift; ++i) wrong += c.gradient[input][i] != T(99);
  return wrong;
}

template <class Op>
constexpr bool has_gradient = Op::facts.active != 0 && Op::facts.signature != Signature::logical &&
                              Op::facts.signature != Signature::comparison;

template <class Op, class T>
void check_sizes() {
  constexpr std::size_t W = simd::native_lanes<T>;
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{2}, W - 1, W, W + 1,
                              2 * W + 1, 4 * W, 4 * W + 3, std::size_t{1000}})
    for (const std::size_t shift : {0, 1}) {
      CAPTURE(std::string(Op::facts.name));
      CAPTURE(n);
      CHECK(disagreements<Op, T>(n, shift) == 0);
    }
}

/// The gradient of the static node at one point.
template <class Op>
double static_partial(int input, const std::array<double, 3>& x) {
  std::array<double, 3> gradient{};
  const auto leaf = [&](int i) { return active(&x[i], &gradient[i], 1); };
  value_and_grad(sum(apply_to<Op>(leaf(0), leaf(1), leaf(2))));
  return active_input(Op::facts, input) ? gradient[input] : 0;
}

template <class Visit>
void each_differentiable(const Visit& visit) {
  primitive::Elementwise::for_each([&]<class Op>() {
    if constexpr (has_gradient<Op>) visit.template operator()<Op>();
  });
  visit.template operator()<primitive::LogCosh>();
}

}  // namespace

TEST_CASE("reverse mode is forward mode, bit for bit, at all sizes") {
  each_differentiable([]<class Op>() { check_sizes<Op, double>(); });
}

TEST_CASE("reverse mode is forward mode in float") {
  each_differentiable([]<class Op>() { check_sizes<Op, float>(); });
}

TEST_CASE("gradients are limits of difference quotients") {
  each_differentiable([]<class Op>() {
    CAPTURE(std::string(Op::facts.name));
    CHECK(worst_partial<Op>(static_partial<Op>) < derivative_bound);
  });
}

TEST_CASE("the sweep catches a wrong constant") {
  CHECK(worst_partial<primitive::BrokenErf>(static_partial<primitive::BrokenErf>) >
        derivative_bound);
}

TEST_CASE("comparisons and truth values choose, and have no derivative") {
  const std::vector<double> x{-2, -1, 0, 1, 2, 3};
  std::vector<double> g(6);
  const auto a = active(x, g);
  const auto inside = (a > -1.5) & (a <= 2.0) & logical_not(a == 0.0);
  value_and_grad(sum(where(logical_or(inside, a == 3.0), a * a, 5.0)));
  CHECK(g == std::vector<double>{0, -2, 0, 2, 4, 6});
}

TEST_CASE("a branch not taken leaks nothing") {
  const std::vector<double> x{-1, 0, 4, inf, fenchel::nan};
  std::vector<double> g(5);
  const auto a = active(x, g);
  value_and_grad(sum(where(a > 0.0, sqrt(a) + log(a) * 0.0, 0.0 * a)));
  CHECK(g[0] == 0);
  CHECK(g[1] == 0);
  CHECK(g[2] == 0.25);
  value_and_grad(sum(where(a > 0.0, a * log(a), 0.0)));
  CHECK(g[1] == 0);
  CHECK(g[2] == doctest::Approx(std::log(4.0) + 1));
  value_and_grad(sum(where(let(a * log(a)) > 0.0, let(a * log(a)), 0.0)));
  CHECK(g[1] == 0);
}
