// SPDX-License-Identifier: Apache-2.0
// Who writes gradients: memory is overwritten, shared memory adds up, passive memory is never
// written.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <vector>

using namespace fenchel;

namespace {

constexpr std::size_t n = 37;

std::vector<double> ramp(double first) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = first + 0.125 * static_cast<double>(i);
  return x;
}

/// Evaluates twice, so that a gradient which is added to the old one is seen, and compares.
template <class E, class F>
void check_gradient(const E& e, const std::vector<double>& g, const F& expected) {
  value_and_grad(e);
  value_and_grad(e);
  for (std::size_t i = 0; i < g.size(); ++i)
    CHECK(g[i] == doctest::Approx(expected(static_cast<int>(i))).epsilon(1e-13));
}

}  // namespace

TEST_CASE("one leaf used many times is one gradient") {
  const auto x = ramp(0.5);
  std::vector<double> g(n, 99);
  const auto a = active(x, g);
  check_gradient(sum(a * a * a), g, [&](int i) { return 3 * x[i] * x[i]; });
  check_gradient(sum(a * a) + sum(a), g, [&](int i) { return 2 * x[i] + 1; });
  check_gradient(log(sum(a * a)) + 0.0, g, [&](int i) { return 2 * x[i] / value(dot(a, a)); });
  check_gradient(sum(a - a), g, [](int) { return 0; });
}

TEST_CASE("two leaves on one gradient add up") {
  const auto x = ramp(1), y = ramp(2);
  std::vector<double> g(n, 99);
  const auto a = active(x, g), b = active(y, g);
  check_gradient(dot(a, b), g, [&](int i) { return x[i] + y[i]; });
  check_gradient(dot(a, b) + sum(a), g, [&](int i) { return x[i] + y[i] + 1; });
  check_gradient(sum(a) * sum(b), g, [&](int) { return value(sum(a)) + value(sum(b)); });
}

TEST_CASE("leaves that overlap in part add up where they overlap") {
  const auto x = ramp(-2);
  std::vector<double> g(n, 99);
  const auto head = active(x.data(), g.data(), n - 1),
             tail = active(x.data() + 1, g.data() + 1, n - 1);
  check_gradient(sum(square(tail - head)), g, [&](int i) {
    const double before = i > 0 ? x[i] - x[i - 1] : 0;
    const double after = i + 1 < int(n) ? x[i + 1] - x[i] : 0;
    return 2 * (before - after);
  });
}

TEST_CASE("a scalar leaf sums over the array, and may live inside an array of gradients") {
  const auto x = ramp(1);
  std::vector<double> g(n, 99);
  double shift = 0.25, slope = 99;
  const auto a = active(x, g);
  const auto s = active(shift, slope);
  value_and_grad(sum(square(a - s)));
  CHECK(slope == doctest::Approx(-2 * value(sum(a - s))));
  const auto first = active(x[0], g[0]);
  check_gradient(sum(a * first), g, [&](int i) { return i == 0 ? value(sum(a)) + x[0] : x[0]; });
}

TEST_CASE("two arrays with gradients of their own") {
  const auto x = ramp(1), y = ramp(-3);
  std::vector<double> gx(n, 99), gy(n, 99);
  const auto a = active(x, gx), b = active(y, gy);
  const auto e = sum(a * b + a * a);
  check_gradient(e, gx, [&](int i) { return y[i] + 2 * x[i]; });
  check_gradient(e, gy, [&](int i) { return x[i]; });
}

TEST_CASE("passive memory is never written, and nothing beside the gradient is") {
  auto x = ramp(1), y = ramp(3);
  const auto x_before = x, y_before = y;
  std::vector<double> g(n + 2, 99);
  value_and_grad(sum(exp(active(x.data(), g.data() + 1, n)) * passive(y)));
  CHECK(x == x_before);
  CHECK(y == y_before);
  CHECK(g.front() == 99);
  CHECK(g.back() == 99);
}

TEST_CASE("an active leaf whose derivative is 0 by definition has the gradient 0") {
  const auto x = ramp(-2);
  std::vector<double> g(n, 99);
  const auto a = active(x, g);
  check_gradient(sum(a * 0.0) + sum(sign(a)), g, [](int) { return 0; });
}

TEST_CASE("auto is safe: an expression outlives the names of its parts") {
  const auto x = ramp(0.5);
  std::vector<double> g(n);
  const auto build = [&] {
    const auto a = active(x, g);
    const auto shifted = a + 1.5;
    auto z = let(shifted * 2.0);
    return sum(z * z) / (1.0 + sum(exp(-z)));
  };
  const auto e = build();
  CHECK(value_and_grad(e) == doctest::Approx(value(build())));
}
