// SPDX-License-Identifier: Apache-2.0
// What the sweeps over primitives share: points to draw, difference quotients, comparison of bits.
#pragma once

#include <fenchel/primitive/list.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

namespace sweep {

using fenchel::Signature;
namespace primitive = fenchel::primitive;

/// Points of the inputs of a primitive, input by input.
template <class T>
using Inputs = std::vector<std::vector<T>>;

/// n random points of the intervals the facts name.
template <class Op, class T>
Inputs<T> random_inputs(std::size_t n, unsigned seed = 1) {
  std::mt19937_64 random(seed);
  Inputs<T> x(Op::arity, std::vector<T>(n));
  for (int input = 0; input < Op::arity; ++input) {
    const auto interval = Op::facts.probe_of(input);
    std::uniform_real_distribution<double> draw(interval.low, interval.high);
    for (T& value : x[input]) value = static_cast<T>(draw(random));
  }
  return x;
}

/// Every combination of the special points of the facts and of the smallest and largest numbers.
template <class Op, class T>
Inputs<T> special_inputs() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> points{Limits::denorm_min(), -Limits::min(), Limits::max()};
  for (double point : Op::facts.special) points.push_back(static_cast<T>(point));
  Inputs<T> x(Op::arity);
  std::size_t count = 1;
  for (int input = 0; input < Op::arity; ++input) count *= points.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i;
    for (int input = 0; input < Op::arity; ++input, rest /= points.size())
      x[input].push_back(points[rest % points.size()]);
  }
  return x;
}

/// Calls f(x...) with the inputs of a primitive: truth values where it wants them.
template <class Op, class F, class T>
auto call(const F& f, const T* x) {
  if constexpr (Op::facts.signature == Signature::selection) return f(x[0] > T(0), x[1], x[2]);
  else if constexpr (Op::facts.signature == Signature::logical && Op::arity == 1)
    return f(x[0] > T(0));
  else if constexpr (Op::facts.signature == Signature::logical) return f(x[0] > T(0), x[1] > T(0));
  else if constexpr (Op::arity == 1) return f(x[0]);
  else return f(x[0], x[1]);
}

/// The value of Op at x[0], x[1], ...
template <class Op, class T>
double value_at(const T* x) {
  return static_cast<double>(
      call<Op>([](const auto&... a) { return primitive::apply<Op>(a...); }, x));
}

/// f'(x) by five points.
template <class F>
double difference(const F& f, double x, double h) {
  return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);
}

/// |actual - f'(x)| in units of 1 + |f'(x)|, by the steps whose quotients agree best; 0 next to a
/// kink, where none agree, and where there are none, as for the order of polygamma.
template <class F>
double derivative_error(const F& f, double x, double actual) {
  double h = 1e-3 * std::clamp(std::abs(x), 0.01, 1.0);
  double slope = difference(f, x, h), best = slope, gap = fenchel::inf;
  for (int halving = 0; halving < 6; ++halving) {
    const double next = difference(f, x, h /= 2);
    if (std::abs(next - slope) < gap) gap = std::abs(next - slope), best = next;
    slope = next;
  }
  if (!(gap <= 1e-6 * (1 + std::abs(best)))) return 0;
  return std::abs(actual - best) / (1 + std::abs(best));
}

constexpr double derivative_bound = 1e-8;

/// How far the derivatives of Op by its inputs, as `partial(input, x)` gives them, are from
/// difference quotients of its value, at worst.
template <class Op, class Partial>
double worst_partial(const Partial& partial, std::size_t n = 200) {
  const auto points = random_inputs<Op, double>(n);
  double worst = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::array<double, 3> x{};
    for (int input = 0; input < Op::arity; ++input) x[input] = points[input][i];
    for (int input = 0; input < Op::arity; ++input) {
      const auto along = [&](double moved) {
        auto y = x;
        y[input] = moved;
        return value_at<Op>(y.data());
      };
      const double error = derivative_error(along, x[input], partial(input, x));
      worst = error <= worst ? worst : error;  // NaN is an error
    }
  }
  return worst;
}

/// Equal bits, or both NaN.
template <class T>
bool identical(T a, T b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof(T)) == 0;
}

}  // namespace sweep
