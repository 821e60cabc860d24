// SPDX-License-Identifier: Apache-2.0
// Formulas of scalars and reductions, scalars inside arrays, and let.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/forward.hpp>

#include <functional>
#include <vector>

using namespace fenchel;

namespace {

struct Data {
  std::vector<double> x, g;
  double mu = 0.3, sigma = 1.7, g_mu = 99, g_sigma = 99;

  explicit Data(std::size_t n) : x(n), g(n, 99) {
    for (std::size_t i = 0; i < n; ++i) x[i] = 0.1 * static_cast<double>(i % 17) - 0.73;
  }
};

/// Compares the gradient of build(x, mu, sigma) with five-point quotients of its value.
template <class Build>
void check_gradient(const Build& build, std::size_t n = 29) {
  Data d(n);
  const auto make = [&] {
    return build(active(d.x, d.g), active(d.mu, d.g_mu), active(d.sigma, d.g_sigma));
  };
  const double both = value_and_grad(make());
  CHECK(both == doctest::Approx(value(make())).epsilon(1e-13));
  const auto check = [&](double& at, double actual) {
    const double x = at, h = 1e-3;
    const auto f = [&](double moved) { return at = moved, value(make()); };
    const double slope = (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);
    at = x;
    CHECK(std::abs(actual - slope) <= 1e-8 * (1 + std::abs(slope)));
  };
  check(d.mu, d.g_mu);
  check(d.sigma, d.g_sigma);
  for (std::size_t i = 0; i < n; ++i) check(d.x[i], d.g[i]);
}

/// Counts how often a pass reads the array: a user's primitive with a side effect.
struct Counted {
  [[maybe_unused]] static constexpr int arity = 1;
  static constexpr Facts facts{.name = "counted", .summary = "", .formula = "", .source = ""};
  static inline int calls = 0;
  template <class T>
  static T value(T x) {
    ++calls;
    return x;
  }
  template <int I, class T>
  static T partial(const T&, const T&) {
    return T(1.0);
  }
};

/// How often Counted is computed when `build` of it is evaluated with its gradient.
template <class Build>
int calls_of(const Build& build) {
  Data d(simd::native_lanes<double>);
  Counted::calls = 0;
  value_and_grad(build(primitive::apply<Counted>(active(d.x, d.g)), active(d.mu, d.g_mu)));
  return Counted::calls;
}

}  // namespace

TEST_CASE("gradients of formulas over reductions") {
  const double n = 29;
  check_gradient([&](auto x, auto mu, auto sigma) {
    const auto z = (x - mu) / sigma;
    return 0.5 * sum(z * z) + n * log(sigma);
  });
  check_gradient([](auto x, auto mu, auto sigma) { return mean(x) * sigma - mu / sum(exp(x)); });
  check_gradient([](auto x, auto mu, auto sigma) {
    return log(sum(exp(x * sigma))) * sum(x * mu) + square(dot(x, x + mu));
  });
  check_gradient([](auto x, auto mu, auto sigma) { return -(sum(x) - sum(mu * x)) / sigma; });
  check_gradient(
      [](auto x, auto mu, auto sigma) { return pow(sum(x * x), mu) / (sum(x) + sigma + 20); });
}

TEST_CASE("gradients of scalars and reductions inside arrays") {
  check_gradient(
      [](auto x, auto mu, auto sigma) { return sum(exp(x - log(sum(exp(x)))) * mu) + sigma; });
  check_gradient([](auto x, auto mu, auto sigma) {
    const auto centered = x - mean(x);
    return sqrt(dot(centered, centered) + mu) * exp(-sigma);
  });
  check_gradient([](auto x, auto mu, auto sigma) {
    return sum(where(mu > sigma, x, x * (mu + sigma)) * where(x > 0.0, mu, sigma * mu));
  });
}

TEST_CASE("gradients of lets, alone, nested, shared and not") {
  check_gradient([](auto x, auto mu, auto sigma) {
    const auto z = let((x - mu) * (1.0 / sigma));
    return sum(z * z + sin(z));
  });
  check_gradient([](auto x, auto mu, auto sigma) {
    const auto inner = let(exp(x * mu));
    const auto outer = let<1>(inner * inner + sigma);
    return sum(outer * inner / outer + outer) + mean(inner);
  });
  check_gradient([](auto x, auto mu, auto sigma) {
    const auto a = let(exp(x * mu)), b = let(exp(x * sigma));  // one type, two different lets
    return sum(a * b + a / b);
  });
  check_gradient([](auto x, auto mu, auto sigma) {
    const auto s = let(sum(x * x) + mu);
    return sum(x * s) * s + sigma;
  });
}

TEST_CASE("a formula that is linear in its reductions takes one pass, any other two") {
  CHECK(calls_of([](auto x, auto) { return sum(x); }) == 1);
  CHECK(calls_of([](auto x, auto mu) { return 0.5 * sum(x) / mu - log(mu) * 3.0; }) == 1);
  CHECK(calls_of([](auto x, auto mu) { return -(mean(x) * exp(mu)) + sum(x); }) == 2);
  CHECK(calls_of([](auto x, auto) { return log(sum(x)); }) == 2);
  CHECK(calls_of([](auto x, auto mu) { return mu / sum(x); }) == 2);
}

TEST_CASE("a let is computed once per pass") {
  CHECK(calls_of([](auto x, auto) { return sum(x * x * x); }) == 3);
  CHECK(calls_of([](auto x, auto) {
          const auto z = let(x);
          return sum(z * z * z);
        }) == 1);
  CHECK(calls_of([](auto x, auto) {
          const auto z = let(x);
          const auto w = let(z * z);
          return sum(w * z + w);
        }) == 1);
}

TEST_CASE("a formula without arrays is evaluated too") {
  double x = 0.5, g = 99, y = 2, h = 99;
  const auto a = active(x, g), b = active(y, h);
  CHECK(value_and_grad(a * a * b + sin(b)) == doctest::Approx(0.5 + std::sin(2.0)));
  CHECK(g == 2);
  CHECK(h == doctest::Approx(0.25 + std::cos(2.0)));
  CHECK(value(passive(3.0) * a) == 1.5);
}

TEST_CASE("the gradient agrees with forward mode") {
  Data d(50);
  const auto f = [&](const auto& mu) {
    auto total = 0 * mu;
    for (double x : d.x) total = total + exp(-0.5 * square(x - mu));
    return log(total);
  };
  const auto e = log(sum(exp(-0.5 * square(passive(d.x) - active(d.mu, d.g_mu)))));
  CHECK(value_and_grad(e) == doctest::Approx(f(d.mu)).epsilon(1e-14));
  CHECK(d.g_mu == doctest::Approx(derivative(f, d.mu)).epsilon(1e-13));
}
