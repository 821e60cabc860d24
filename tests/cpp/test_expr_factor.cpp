// SPDX-License-Identifier: Apache-2.0
// Factors and triangular systems in expressions: gradients against duals through the same formulas
// in random directions, a normal density against its closed form, and what uses share.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>
#include <fenchel/forward/dual.hpp>
#include <fenchel/forward/rule.hpp>

#include <random>
#include <vector>

using namespace fenchel;

namespace {

template <class T, std::size_t N>
std::array<T, N> draw(unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::array<T, N> x;
  for (T& each : x) each = static_cast<T>(normal(random));
  return x;
}

/// Positive definite, and not symmetric: the factor reads the symmetric part.
template <class T, std::size_t N>
std::array<T, N * N> definite(unsigned seed) {
  auto a = draw<T, N * N>(seed);
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < N; ++j) a[i * N + j] *= T(0.3);
    a[i * (N + 1)] = T(2) + T(0.25) * static_cast<T>(N);
  }
  return a;
}

template <class T, std::size_t N>
std::array<Dual<double>, N> moved(const std::array<T, N>& x, const std::array<double, N>& t) {
  std::array<Dual<double>, N> d;
  for (std::size_t i = 0; i < N; ++i) d[i] = {static_cast<double>(x[i]), t[i]};
  return d;
}
template <class T, std::size_t N>
double along(const std::array<T, N>& g, const std::array<double, N>& t) {
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += static_cast<double>(g[i]) * t[i];
  return sum;
}
template <class X, std::size_t N>
auto weighted(const X& x, const std::array<double, N>& w) {
  auto sum = 0.0 * x[0];
  for (std::size_t i = 0; i < N; ++i) sum = sum + w[i] * x[i];
  return sum;
}
template <class T, std::size_t N>
std::array<T, N> as(const std::array<double, N>& x) {
  std::array<T, N> y;
  for (std::size_t i = 0; i < N; ++i) y[i] = static_cast<T>(x[i]);
  return y;
}

/// A function of a matrix and a vector, as an expression and at duals, with random cotangents.
template <class T, std::size_t N, class F, class G>
void compare(double bound, const F& expression, const G& function) {
  CAPTURE(N);
  constexpr std::size_t M = N * N;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const auto a = definite<T, N>(seed);
    const auto b = draw<T, N>(seed + 10);
    std::array<T, M> da;
    std::array<T, N> db;
    da.fill(99), db.fill(99);
    const auto ta = draw<double, M>(seed + 20), w = draw<double, M>(seed + 40);
    const auto tb = draw<double, N>(seed + 30);
    const auto y = expression(active(a, da), active(b, db));
    constexpr std::size_t size = decltype(y)::extent;
    std::array<double, size> seeds;
    std::copy_n(w.begin(), size, seeds.begin());
    const auto weights = as<T>(seeds);
    const auto expected = weighted(function(moved(a, ta), moved(b, tb)), seeds);
    const double slack = bound * (1 + std::abs(expected.value) + std::abs(expected.tangent));
    CHECK(std::abs(value(sum(y * passive(weights))) - expected.value) <= slack);
    CHECK(std::abs(value_and_grad(sum(y * passive(weights))) - expected.value) <= slack);
    const double slope =
        (da[0] == T(99) ? 0 : along(da, ta)) + (db[0] == T(99) ? 0 : along(db, tb));
    CHECK(std::abs(slope - expected.tangent) <= slack);
  }
}

template <class T, std::size_t N>
void compare_all(double bound) {
  compare<T, N>(
      bound, [](const auto& a, const auto&) { return cholesky(a); },
      [](const auto& a, const auto&) { return cholesky(a); });
  compare<T, N>(
      bound, [](const auto& a, const auto& b) { return solve_triangular(a, b); },
      [](const auto& a, const auto& b) { return solve_triangular(a, b); });
  compare<T, N>(
      bound,
      [](const auto& a, const auto& b) { return solve_triangular<System::transposed>(a, b); },
      [](const auto& a, const auto& b) { return solve_triangular<System::transposed>(a, b); });
  compare<T, N>(
      bound, [](const auto& a, const auto&) { return diagonal(a); },
      [](const auto& a, const auto&) { return diagonal(a); });
  // Nodes of nodes and of formulas, shared and not.
  compare<T, N>(
      bound,
      [](const auto& a, const auto& b) {
        const auto l = let(cholesky(a + 0.5 * exp(0.1 * a)));
        const auto x = let<1>(solve_triangular(l, sin(b)));
        return solve_triangular<System::transposed>(l, x) * diagonal(l) + x * x;
      },
      [](const auto& a, const auto& b) {
        auto m = a;
        auto c = b;
        for (auto& each : m) each = each + 0.5 * exp(0.1 * each);
        for (auto& each : c) each = sin(each);
        const auto l = cholesky(m);
        const auto x = solve_triangular(l, c), d = diagonal(l);
        auto y = solve_triangular<System::transposed>(l, x);
        for (std::size_t i = 0; i < N; ++i) y[i] = y[i] * d[i] + x[i] * x[i];
        return y;
      });
}

}  // namespace

TEST_CASE("factors and solutions in double") {
  compare_all<double, 1>(1e-13);
  compare_all<double, 3>(1e-13);
  compare_all<double, 8>(1e-13);
  compare_all<double, 16>(1e-13);
}
TEST_CASE("factors and solutions in float") {
  compare_all<float, 2>(1e-4);
  compare_all<float, 9>(1e-4);
}
