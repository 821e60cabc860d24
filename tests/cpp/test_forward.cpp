// SPDX-License-Identifier: Apache-2.0
// Forward mode: orders, packets of duals, comparisons, and functions of arrays.
#include <doctest/doctest.h>
#include <fenchel/forward.hpp>

#include <cmath>

using namespace fenchel;

namespace {

const auto wave = [](const auto& x) { return exp(0.5 * x) * sin(x) / (1 + x * x); };

/// Five-point quotient.
template <class F>
double quotient(const F& f, double x, double h) {
  return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);
}

template <int K>
void check_order() {
  for (const double x : {-3.0, -0.5, 0.0, 0.25, 2.0}) {
    const auto lower = [](double t) { return derivative<K - 1>(wave, t); };
    CAPTURE(K);
    CAPTURE(x);
    CHECK(derivative<K>(wave, x) == doctest::Approx(quotient(lower, x, 1e-3)).epsilon(1e-9));
  }
}

}  // namespace

TEST_CASE("each order is the derivative of the order below") {
  check_order<1>();
  check_order<2>();
  check_order<3>();
  check_order<4>();
}

TEST_CASE("derivatives of monomials and of tanh are exact") {
  const auto cube = [](const auto& x) { return x * x * x; };
  CHECK(derivative(cube, 2) == 12);
  CHECK(derivative<2>(cube, 2.0) == 12);
  CHECK(derivative<3>(cube, 2.0f) == 6);
  CHECK(derivative<4>(cube, 2.0) == 0);
  const auto bend = [](const auto& x) { return tanh(x); };
  const double y = std::tanh(0.5), slope = 1 - y * y;
  CHECK(derivative<3>(bend, 0.5) == doctest::Approx(slope * (6 * y * y - 2)).epsilon(1e-14));
}

TEST_CASE("a constant has no derivative") {
  CHECK(derivative([](const auto&) { return 3.0; }, 1.0) == 0);
  CHECK(derivative([](const auto& x) { return sign(x); }, 1.0) == 0);
}

TEST_CASE("derivatives nest, lifted to the outer variable") {
  const auto outer = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x)>;
    const auto inner = [&](const auto& y) { return x * y * y; };
    return x * derivative(inner, X(2.0));  // x * 4x
  };
  CHECK(derivative(outer, 3.0) == 24);
  CHECK(derivative<2>(outer, 3.0) == 8);
}

TEST_CASE("comparisons of duals compare values") {
  const Dual<double> one(1, 5), other(1, -5);
  static_assert(std::is_same_v<decltype(one < other), bool>);
  CHECK(one == other);
  CHECK_FALSE(one < other);
  CHECK(one >= 0.5);
  CHECK(Dual<Dual<double>>(2.0) > one);
}

TEST_CASE("where takes plain truth values and zero wins over infinity") {
  const auto root = [](const auto& x) { return where(x > 0.0, sqrt(x), 0.0); };
  CHECK(derivative(root, 4.0) == 0.25);
  CHECK(derivative(root, 0.0) == 0);
  CHECK(derivative<2>(root, 0.0) == 0);
  CHECK(derivative([](const auto& x) { return where(true, x, 1.0); }, fenchel::nan) == 1);
  CHECK(derivative([](const auto& x) { return sqrt(x); }, 0.0) == inf);
}

TEST_CASE("kinks have the values the design page states") {
  CHECK(derivative([](const auto& x) { return abs(x); }, 0.0) == 0);
  CHECK(derivative([](const auto& x) { return maximum(x, 0.0); }, 0.0) == 0.5);
  CHECK(derivative([](const auto& x) { return minimum(0.0, x); }, -0.0) == 0.5);
  CHECK(derivative([](const auto& x) { return pow(x, 0.0); }, 0.0) == 0);
  CHECK(derivative([](const auto& b) { return pow(0.0, b); }, 2.0) == 0);
  CHECK(derivative([](const auto& x) { return log(x); }, 0.0) == inf);
  CHECK(std::isnan(derivative([](const auto& x) { return sin(x); }, fenchel::nan)));
}

TEST_CASE("jvp gives value and tangent, jacfwd the gradient") {
  const auto rosenbrock = [](const auto& x) {
    const auto a = 1 - x[0], b = x[1] - x[0] * x[0];
    return a * a + 100 * b * b;
  };
  const std::array<double, 2> x{-1.2, 1}, t{1, -2};
  const auto gradient = jacfwd(rosenbrock, x);
  CHECK(gradient[0] == doctest::Approx(-215.6).epsilon(1e-14));
  CHECK(gradient[1] == doctest::Approx(-88).epsilon(1e-14));
  const auto [value, tangent] = jvp(rosenbrock, x, t);
  CHECK(value == doctest::Approx(24.2).epsilon(1e-14));
  CHECK(tangent == doctest::Approx(gradient[0] - 2 * gradient[1]).epsilon(1e-14));
  CHECK(jvp([](const auto& u) { return 2 * u; }, 3.0, 5.0) == std::pair(6.0, 10.0));
}

TEST_CASE("duals of packets are duals lane by lane") {
  using V = simd::Native<double>;
  double x[V::lanes];
  for (int i = 0; i < V::lanes; ++i) x[i] = i - 1.5;
  const Dual<V> y =
      where(Dual<V>(simd::load<V>(x)) > 0.0, wave(Dual<V>(simd::load<V>(x), V(1.0))), 0.0);
  for (int i = 0; i < V::lanes; ++i) {
    const Dual<double> alone = x[i] > 0 ? wave(Dual<double>(x[i], 1)) : Dual<double>(0);
    CHECK(y.value[i] == alone.value);
    CHECK(y.tangent[i] == alone.tangent);
  }
  const Dual<Dual<V>> deep = wave(Dual<Dual<V>>(Dual<V>(V(0.5), V(1.0)), Dual<V>(V(1.0))));
  CHECK(deep.tangent.tangent[0] == derivative<2>(wave, 0.5));
}

TEST_CASE("compound assignment is assignment") {
  Dual<double> x(3, 1);
  x += 1;
  x *= x;
  x -= 2.0;
  x /= 2;
  CHECK(x.value == 7);
  CHECK(x.tangent == 4);
}
