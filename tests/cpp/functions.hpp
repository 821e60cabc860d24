// SPDX-License-Identifier: Apache-2.0
// The table of functions of fixed size that the laws of the modes go over.
#pragma once

#include <fenchel/forward.hpp>

#include <cmath>

namespace functions {

using namespace fenchel;

/// The same function, but not one the compiler can write down: it has a capture.
template <class F>
auto hidden(const F& f) {
  return [&f](const auto&... x) { return f(x...); };
}

/// The sum of the results.
template <class R>
constexpr auto total(const R& results) {
  if constexpr (forward::ShapeOf<R>::is_array) {
    auto sum = results[0];
    for (std::size_t m = 1; m < results.size(); ++m) sum = sum + results[m] * (1.0 + double(m));
    return sum;
  } else return results;
}

/// Numbers without a pattern, in (-1, 1).
template <std::size_t N>
std::array<double, N> numbers(int which) {
  std::array<double, N> all;
  for (std::size_t i = 0; i < N; ++i) all[i] = std::sin(1.7 * double(i + 1) + 3.1 * which);
  return all;
}

inline double distance(double a, double b) { return std::abs(a - b) / (1 + std::abs(b)); }
/// The largest distance of the numbers of two nested arrays.
template <class A, std::size_t N>
double distance(const std::array<A, N>& a, const std::array<A, N>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const double d = distance(a[i], b[i]);
    worst = d <= worst ? worst : d;
  }
  return worst;
}

inline constexpr auto rosenbrock = [](const auto& x) {
  auto sum = 0 * x[0];
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const auto a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
    sum += a * a + 100 * b * b;
  }
  return sum;
};
inline constexpr auto spherical = [](const auto& x) {
  return std::array{x[0] * sin(x[1]) * cos(x[2]), x[0] * sin(x[1]) * sin(x[2]), x[0] * cos(x[1])};
};
inline constexpr auto layer = [](const auto& x) {
  std::array<std::remove_cvref_t<decltype(x[0])>, 3> y{};
  for (std::size_t m = 0; m < y.size(); ++m)
    for (std::size_t i = 0; i < x.size(); ++i) y[m] += (0.3 * double(m + i) - 1) * x[i];
  for (auto& each : y) each = tanh(each) / (1 + exp(-each));
  return y;
};
inline constexpr auto rotated = [](const auto& x) {  // cos before sin, one angle twice
  const auto c = cos(x[0]), s = sin(x[0]), t = sin(x[0] + x[1]);
  return std::array{c * x[1] - s * x[2], s * x[1] + c * x[2], t * pow(x[2] * x[2], 0.7) / c};
};
inline constexpr auto kinked = [](const auto& x) {
  return maximum(x[0], x[1]) * where(x[2] > x[0], softplus(x[2]), erf(x[1])) + abs(x[0]);
};

/// Calls visit(f, x) for each function and a point.
template <class Visit>
void for_each(const Visit& visit) {
  visit(rosenbrock, std::array{-1.2, 1.0, 0.4, 0.7, -0.3});
  visit(spherical, std::array{1.3, 0.4, 2.1});
  visit(layer, numbers<17>(0));
  visit(rotated, std::array{0.3, 0.9, -1.1});
  visit(kinked, std::array{0.5, 0.2, 0.9});
}

}  // namespace functions
