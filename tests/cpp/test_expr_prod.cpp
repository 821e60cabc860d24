// SPDX-License-Identifier: Apache-2.0
// The product and its gradient beside naive products of the others: zeros, infinities, NaN, and
// numbers whose products leave the range of the type on the way.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace fenchel;

namespace {

/// The product of all but one, in the wider range of long double; rounded at the end.
template <class T>
T product_without(const std::vector<T>& x, std::size_t one) {
  long double product = 1;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (i != one) product *= x[i];
  return static_cast<T>(product);
}

template <class T>
bool agrees(T a, T b, std::size_t n) {
  if (std::isnan(b)) return std::isnan(a);
  if (std::isinf(b) || b == 0) return a == b && std::signbit(a) == std::signbit(b);
  using Limits = std::numeric_limits<T>;
  const T error = T(4) * static_cast<T>(n + 1) * Limits::epsilon() * std::abs(b);
  return std::abs(a - b) <= std::max(error, 4 * Limits::denorm_min());
}

/// How many of the value and the gradient of seed times the product are wrong. `planted` is added
/// to the last one.
template <class T>
std::size_t mistakes(const std::vector<T>& x, T seed, T planted = 0) {
  const std::size_t n = x.size();
  std::vector<T> g(n, T(99));
  std::size_t wrong =
      !agrees(value_and_grad(passive(seed) * prod(active(x, g))), seed * product_without(x, n), n);
  if (planted != 0) g.back() += planted;
  for (std::size_t i = 0; i < n; ++i) wrong += !agrees(g[i], seed * product_without(x, i), n);
  return wrong;
}

template <class T>
std::vector<T> random(std::mt19937& draw, std::size_t n) {
  std::uniform_real_distribution<double> factor(0.5, 1), sign(-1, 1);
  std::vector<T> x(n);
  for (T& v : x) v = static_cast<T>(sign(draw) < 0 ? -factor(draw) : factor(draw));
  return x;
}

/// Special points, with the largest or the smallest numbers: between both, digits may be lost.
template <class T>
std::vector<T> specials(bool large) {
  using Limits = std::numeric_limits<T>;
  std::vector<T> points{T(0), T(-0.0), T(inf), T(-inf), T(fenchel::nan)};
  if (large) points.insert(points.end(), {Limits::max(), -Limits::max()});
  else points.insert(points.end(), {Limits::min(), -Limits::min(), 3 * Limits::denorm_min()});
  return points;
}

}  // namespace

TEST_CASE_TEMPLATE("a product is its definition, whatever its factors are", T, double, float) {
  std::mt19937 draw(7);
  constexpr std::size_t W = simd::native_lanes<T>;
  for (const std::size_t n : {std::size_t{1}, std::size_t{3}, W, W + 1, 4 * W + 3, std::size_t{70}})
    for (int count = 0; count <= 4; ++count)
      for (int repeat = 0; repeat < 40; ++repeat) {
        const auto special = specials<T>(repeat % 2);
        auto x = random<T>(draw, n);
        for (int k = 0; k < count; ++k) x[draw() % n] = special[draw() % special.size()];
        CAPTURE(n);
        CAPTURE(count);
        CHECK(mistakes(x, T(1)) == 0);
        CHECK(mistakes(x, T(-2)) == 0);
      }
}

TEST_CASE("the check sees a wrong element") {
  const std::vector<double> zero{2, 0, 3}, none{1, 2, 3};
  CHECK(mistakes(zero, 1.0) == 0);
  CHECK(mistakes(zero, 1.0, 1e-13) == 1);
  CHECK(mistakes(none, 1.0, 1e-13) == 1);
}

TEST_CASE_TEMPLATE("products that leave the range on the way", T, double, float) {
  const T large = std::ldexp(T(1), std::numeric_limits<T>::max_exponent - 2), small = 1 / large;
  std::vector<T> x(30, small);
  std::fill(x.begin() + 15, x.end(), large);
  CHECK(mistakes(x, T(1)) == 0);
  CHECK(mistakes<T>({small, T(0.7) * small, large, T(1.3)}, T(1)) == 0);
  CHECK(mistakes<T>({small, T(1e-3) * small}, T(1)) == 0);
}

TEST_CASE("the way back of a body with a scalar, at zeros") {
  std::vector<double> x{2, 0.5, 0, 4}, g(4);
  double a = 3, slope = 99;
  CHECK(value_and_grad(prod(active(x, g) + active(a, slope) * passive(x))) == 0);
  CHECK(g == std::vector<double>{0, 0, 8 * 2 * 16, 0});
  CHECK(slope == 0);
}
