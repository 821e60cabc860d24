// SPDX-License-Identifier: Apache-2.0
// Factors at work: a normal density against its closed form, matrices that have no factor,
// reductions and choices over solutions, shared memory, and what a let saves.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>

#include <random>

using namespace fenchel;

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// x, counting how often it is computed.
struct Counted {
  static constexpr int arity = 1;
  static constexpr Facts facts{.name = "counted", .summary = "", .formula = "", .source = ""};
  static inline int values = 0, partials = 0;

  template <class T>
  static T value(const T& x) {
    ++values;
    return x;
  }
  template <int I, class T>
  static T partial(const T&, const T& x) {
    ++partials;
    return x - x + 1.0;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

namespace {

constexpr std::size_t n = 4;
using Matrix = std::array<double, n * n>;
using Vector = std::array<double, n>;

struct Normal {
  Matrix a{5, 1, .5, -1, 1, 4, .3, .2, .5, .3, 3, .7, -1, .2, .7, 2}, da{};
  Vector x{1, -2, .5, 3}, mu{.1, .2, .3, .4}, dx{}, dmu{};
};

/// The inverse, by Gauss and Jordan.
Matrix inverse(Matrix a) {
  Matrix b{};
  for (std::size_t i = 0; i < n; ++i) b[i * (n + 1)] = 1;
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = a[k * (n + 1)];
    for (std::size_t j = 0; j < n; ++j) a[k * n + j] /= pivot, b[k * n + j] /= pivot;
    for (std::size_t i = 0; i < n; ++i) {
      const double f = a[i * n + k];
      if (i != k)
        for (std::size_t j = 0; j < n; ++j)
          a[i * n + j] -= f * a[k * n + j], b[i * n + j] -= f * b[k * n + j];
    }
  }
  return b;
}

template <class E>
double at(const E& e, std::size_t i) {
  std::array<double, E::extent> unit{};
  unit[i] = 1;
  return value(sum(where(passive(unit) > 0.5, e, 0.0)));
}

}  // namespace

TEST_CASE("the density of a normal vector") {
  Normal z;
  const auto l = let(cholesky(active(z.a, z.da)));
  const auto r = let<1>(solve_triangular(l, active(z.x, z.dx) - active(z.mu, z.dmu)));
  const auto loss = 0.5 * dot(r, r) + sum(log(diagonal(l)));
  const Matrix p = inverse(z.a);
  Vector u{};
  double q = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) u[i] += p[i * n + j] * (z.x[j] - z.mu[j]);
    q += u[i] * (z.x[i] - z.mu[i]);
  }
  const double y = value_and_grad(loss);
  CHECK(y == value(loss));
  CHECK(2 * (y - value(sum(log(diagonal(l))))) == doctest::Approx(q).epsilon(1e-14));
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(z.dx[i] == doctest::Approx(u[i]).epsilon(1e-14));
    CHECK(z.dmu[i] == -z.dx[i]);
    for (std::size_t j = 0; j < n; ++j) {
      CHECK(z.da[i * n + j] == doctest::Approx(0.5 * (p[i * n + j] - u[i] * u[j])).epsilon(1e-13));
      CHECK(z.da[i * n + j] == z.da[j * n + i]);
    }
  }
}

TEST_CASE("from the first pivot that is not positive on, a factor is NaN") {
  for (const double pivot : {-1.0, 0.0, fenchel::nan}) {
    Matrix a{4, 0, 0, 0, 0, pivot, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    const auto l = cholesky(passive(a));
    CHECK(at(l, 0) == 2);
    CHECK(std::isnan(at(l, 5)));
    CHECK(at(l, 1) == 0);
    CHECK(std::isnan(value(sum(log(diagonal(l))))));
  }
}

TEST_CASE("a choice against a factor leaks no NaN") {
  Normal z;
  z.a[5] = -1;
  const auto l = let(cholesky(active(z.a, z.da)));
  const auto r = solve_triangular(l, active(z.x, z.dx));
  z.da.fill(99), z.dx.fill(99);
  CHECK(value_and_grad(sum(where(passive(z.x) > 100.0, r * r, 7.0))) == 28);
  for (const double d : z.da) CHECK(d == 0);
  for (const double d : z.dx) CHECK(d == 0);
  CHECK(value(sum(where(r == r, r, 0.0))) == doctest::Approx(z.x[0] / std::sqrt(5.0)));
  const auto loss = sum(square(r));
  z.da.fill(99), z.dx.fill(99);
  CHECK(value_and_grad(where(loss == loss, loss, 7.0)) == 7);
  for (const double d : z.da) CHECK(d == 0);
  for (const double d : z.dx) CHECK(d == 0);
}

TEST_CASE("a let in a condition leaves the gradients of others alone") {
  Normal z, plain;
  const auto l = passive(z.a);
  const auto x = active(z.x, z.dx);
  const auto same = [&](const auto& named, const auto& written) {
    z.dx.fill(99), plain.dx.fill(98);
    CHECK(value_and_grad(named) == value_and_grad(written));
    for (std::size_t i = 0; i < n; ++i)
      CHECK(z.dx[i] == doctest::Approx(plain.dx[i]).epsilon(1e-14));
  };
  const auto y = active(plain.x, plain.dx);
  const auto r = let(solve_triangular(l, x));
  const auto s = solve_triangular(l, y);
  const auto c = let<1>(sum(exp(x)));
  const auto d = sum(exp(y));
  // Nowhere else, before its other use, behind it; and two lets of one type.
  same(sum(where(r > 0.0, x * x, x)), sum(where(s > 0.0, y * y, y)));
  same(sum(where(r > 0.0, x * r, x)), sum(where(s > 0.0, y * s, y)));
  same(sum(r * x) + sum(where(r > 0.0, x, 0.0)), sum(s * y) + sum(where(s > 0.0, y, 0.0)));
  same(where(c > 0.0, dot(x, x), 0.0), where(d > 0.0, dot(y, y), 0.0));
  same(where(c > 0.0, dot(x, x) * c, 0.0), where(d > 0.0, dot(y, y) * d, 0.0));
  same(c * mean(x) + where(c < 0.0, 1.0, dot(x, x)), d * mean(y) + where(d < 0.0, 1.0, dot(y, y)));
  same(where(c > 0.0, let<1>(sum(exp(passive(z.a) - 1.0))) * dot(x, x), 0.0),
       where(d > 0.0, sum(exp(passive(z.a) - 1.0)) * dot(y, y), 0.0));
}

TEST_CASE("reductions over a solution") {
  Normal z;
  const auto a = active(z.a, z.da);
  const auto x = active(z.x, z.dx);
  const auto all = [&](const auto& reduced) {
    const double h = 1e-6;
    value_and_grad(reduced);
    for (std::size_t i = 0; i < n; ++i) {
      const auto slope = [&](double& element, double d) {
        const double middle = element;
        element = middle + h;
        const double up = value(reduced);
        element = middle - h;
        const double down = value(reduced);
        element = middle;
        CHECK(d == doctest::Approx((up - down) / (2 * h)).epsilon(1e-6));
      };
      slope(z.x[i], z.dx[i]);
      slope(z.a[i * 3], z.da[i * 3]);
    }
  };
  const auto r = solve_triangular(cholesky(a), x);
  all(logsumexp(r));
  all(norm(r));
  all(max(r));
  all(prod(r));
  all(log(2.0 + sum(r * r)) * mean(r));
}

TEST_CASE("gradients add up where memory is shared, and passive memory is not written") {
  Normal one, all;
  value_and_grad(sum(solve_triangular(active(one.a, one.da), active(one.x, one.dx))));
  const auto a = active(all.a, all.da);
  const auto x = active(all.x, all.dx);
  value_and_grad(sum(solve_triangular(a, x)) + sum(x * x) + sum(a));
  for (std::size_t i = 0; i < n; ++i)
    CHECK(all.dx[i] == doctest::Approx(one.dx[i] + 2 * one.x[i]).epsilon(1e-14));
  for (std::size_t i = 0; i < n * n; ++i)
    CHECK(all.da[i] == doctest::Approx(one.da[i] + 1).epsilon(1e-14));
  CHECK(one.da[1] == 0);  // above the diagonal nothing is read

  Normal fixed;
  fixed.da.fill(99);
  value_and_grad(sum(solve_triangular(passive(fixed.a), active(fixed.x, fixed.dx))));
  for (const double d : fixed.da) CHECK(d == 99);
  for (std::size_t i = 0; i < n; ++i) CHECK(fixed.dx[i] == one.dx[i]);
  value_and_grad(sum(solve_triangular(active(fixed.a, fixed.da), passive(fixed.x))));
  for (std::size_t i = 0; i < n * n; ++i) CHECK(fixed.da[i] == one.da[i]);
}

TEST_CASE("all uses of a let share one factor") {
  using primitive::Counted;
  Normal z;
  const auto counted = primitive::apply<Counted>(active(z.x, z.dx));
  const auto l = let(cholesky(passive(z.a)));
  const auto r = let<1>(solve_triangular(l, counted));
  const auto calls = [&](const auto& e) {
    Counted::values = Counted::partials = 0;
    value_and_grad(e);
    return std::pair(Counted::values, Counted::partials);
  };
  const auto once = calls(sum(r));
  CHECK(once.first > 0);
  CHECK(calls(sum(r * r) + mean(r) * norm(r)) == once);
  const auto apart = solve_triangular(l, counted);
  CHECK(calls(sum(apart * apart)).first == 2 * once.first);
}
