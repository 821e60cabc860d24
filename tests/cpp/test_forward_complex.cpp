// SPDX-License-Identifier: Apache-2.0
// Complex numbers through real lambdas: values continue those of the real axis, derivatives satisfy
// Cauchy and Riemann and are the known ones, series and nested duals agree with them.
#include <doctest/doctest.h>
#include <fenchel/forward.hpp>
#include <fenchel/forward/complex.hpp>

#include <string>

using namespace fenchel;

namespace {

using C = std::complex<double>;

double gap(C a, C b) { return std::abs(a - b) / (1 + std::abs(b)); }

/// The table: a function, its derivative in plain complex arithmetic, and where it is tried.
template <class Visit>
void for_each(const Visit& visit) {
  const C one(1);
#define FENCHEL_ROW(name, slope)                             \
  visit(                                                     \
      #name, [](const auto& x) { return fenchel::name(x); }, \
      [one](const C& z) -> C {                               \
        (void)one;                                           \
        return slope;                                        \
      });
  FENCHEL_ROW(square, 2.0 * z)
  FENCHEL_ROW(sqrt, 0.5 / std::sqrt(z))
  FENCHEL_ROW(rsqrt, -0.5 / (z * std::sqrt(z)))
  FENCHEL_ROW(exp, std::exp(z))
  FENCHEL_ROW(exp2, std::exp(z * std::log(2.0)) * std::log(2.0))
  FENCHEL_ROW(expm1, std::exp(z))
  FENCHEL_ROW(log, one / z)
  FENCHEL_ROW(log2, one / (z * std::log(2.0)))
  FENCHEL_ROW(log10, one / (z * std::log(10.0)))
  FENCHEL_ROW(log1p, one / (one + z))
  FENCHEL_ROW(sin, std::cos(z))
  FENCHEL_ROW(cos, -std::sin(z))
  FENCHEL_ROW(tan, one / (std::cos(z) * std::cos(z)))
  FENCHEL_ROW(sinh, std::cosh(z))
  FENCHEL_ROW(cosh, std::sinh(z))
  FENCHEL_ROW(tanh, one / (std::cosh(z) * std::cosh(z)))
  FENCHEL_ROW(asin, one / std::sqrt(one - z * z))
  FENCHEL_ROW(acos, -one / std::sqrt(one - z * z))
  FENCHEL_ROW(atan, one / (one + z * z))
  FENCHEL_ROW(asinh, one / std::sqrt(one + z * z))
  FENCHEL_ROW(atanh, one / (one - z * z))
  FENCHEL_ROW(sigmoid, one / ((one + std::exp(-z)) * (one + std::exp(z))))
  FENCHEL_ROW(softplus, one / (one + std::exp(-z)))
  FENCHEL_ROW(log_sigmoid, one / (one + std::exp(z)))
#undef FENCHEL_ROW
  visit(
      "pow 2.5", [](const auto& x) { return fenchel::pow(x, 2.5); },
      [](const C& z) -> C { return 2.5 * std::pow(z, 1.5); });
  visit(
      "pow -3", [](const auto& x) { return fenchel::pow(x, -3.0); },
      [](const C& z) -> C { return -3.0 / (z * z * z * z); });
  visit(
      "2 ^ x", [](const auto& x) { return fenchel::pow(2.0, x); },
      [](const C& z) -> C { return std::log(2.0) * std::exp(z * std::log(2.0)); });
  visit(
      "acosh", [](const auto& x) { return fenchel::acosh(x + 2.0); },
      [](const C& z) -> C { return 1.0 / (std::sqrt(z + 1.0) * std::sqrt(z + 3.0)); });
  visit(
      "a formula", [](const auto& x) { return x * exp(-0.5 * x * x) / (1 + sin(x)) - 3 * x; },
      [](const C& z) -> C {
        const C e = std::exp(-0.5 * z * z), d = 1.0 + std::sin(z);
        return e * (1.0 - z * z) / d - z * e * std::cos(z) / (d * d) - 3.0;
      });
}

const C points[] = {{0.3, 0}, {0.7, 0.4}, {0.2, -0.6}, {0.45, 1e-9}};

}  // namespace

TEST_CASE("values, derivatives, Cauchy and Riemann") {
  for_each([](const std::string& name, const auto& f, const auto& slope) {
    for (const C& z : points) {
      CAPTURE(name);
      CAPTURE(z.real());
      CAPTURE(z.imag());
      const C d = derivative(f, z);
      CHECK(gap(d, slope(z)) < 1e-14);
      CHECK(gap(C(derivative(f, std::complex<float>(z))), slope(z)) < 1e-5);
      const double h = 1e-5;
      for (const C step : {C(h), C(0, h)})
        CHECK(gap((f(z + step) - f(z - step)) / (2.0 * step), d) < 1e-8);
      if (z.imag() == 0) CHECK(gap(f(z), f(z.real())) < 1e-14);
    }
  });
}

TEST_CASE("the complex step is the derivative, to the last digits") {
  for_each([](const std::string& name, const auto& f, const auto&) {
    CAPTURE(name);
    for (const double x : {0.125, 0.3, 0.875})
      CHECK(complex_step(f, x) == doctest::Approx(derivative(f, x)).epsilon(4e-15));
    CHECK(complex_step(f, 0.3f) == doctest::Approx(derivative(f, 0.3)).epsilon(2e-6));
  });
  const auto cube = [](const auto& x) { return fenchel::pow(x, 3.0); };
  CHECK(complex_step(cube, -2.0) == 12);
  CHECK(complex_step([](const auto& x) { return expm1(x) / x; }, 1e-9) ==
        doctest::Approx(0.5).epsilon(1e-6));
  const auto f = [](const auto& x) { return x[0] * sin(x[1]) + exp(x[0]) / x[1]; };
  const std::array x{0.4, 1.3}, v{1.0, -2.0};
  CHECK(complex_step(f, x, v) == doctest::Approx(jvp(f, x, v).second).epsilon(1e-15));
}

TEST_CASE("higher orders: nested duals and power series") {
  for_each([](const std::string& name, const auto& f, const auto& slope) {
    CAPTURE(name);
    const C z(0.35, 0.2);
    const double h = 1e-5;
    const C second = (slope(z + h) - slope(z - h)) / (2 * h);
    CHECK(gap(derivative<2>(f, z), second) < 1e-8);
    const auto c = taylor<3>(f, z);
    CHECK(gap(c[0], f(z)) < 1e-14);
    CHECK(gap(c[1], slope(z)) < 1e-13);
    CHECK(gap(2.0 * c[2], derivative<2>(f, z)) < 1e-13);
    CHECK(gap(6.0 * c[3], derivative<3>(f, z)) < 1e-12);
  });
}

TEST_CASE("far from the axis and from 0") {
  const auto value = [](auto f, C z) { return f(z); };
  const auto sigma = [](const auto& z) { return fenchel::sigmoid(z); };
  CHECK(value(sigma, {800, 1}) == C(1));
  CHECK(std::abs(value(sigma, {-800, 1})) == 0);
  CHECK(gap(fenchel::softplus(C(800, 2)), C(800, 2)) < 1e-15);
  CHECK(gap(fenchel::log1p(C(-1, 1e-9)), std::log(C(0, 1e-9))) < 1e-15);
  CHECK(fenchel::log1p(C(1e-20, 1e-30)) == C(1e-20, 1e-30));
  CHECK(fenchel::expm1(C(1e-20, 1e-30)) == C(1e-20, 1e-30));
  CHECK(fenchel::masked_multiply(C(0), C(inf, 0)) == C(0));
  CHECK(fenchel::where(true, C(1, 2), 3.0) == C(1, 2));
  CHECK(gap(derivative([](const auto& z) { return fenchel::sqrt(z); }, C(0, 2)), C(0.25, -0.25)) <
        1e-15);
}

TEST_CASE("roots of a polynomial by Newton's method, at complex numbers") {
  const auto p = [](const auto& z) { return z * z * z - 1.0; };
  C z(-0.4, 0.8);
  for (int i = 0; i < 20; ++i) z = z - p(z) / derivative(p, z);
  CHECK(gap(z, C(-0.5, std::sqrt(0.75))) < 1e-15);
}
