// SPDX-License-Identifier: Apache-2.0
// References of the special functions: MPFR's, and what follows from them.
#include <limits>

#include "formula.hpp"
#include "zeta.hpp"

namespace accuracy {
namespace {

template <class R>
R not_a_number() {
  return R(std::numeric_limits<long double>::quiet_NaN());
}

/// 1 / (x sqrt pi) (1 - 1 / (2 x^2) + 3 / (2 x^2)^2 - ...), DLMF 7.12.1.
template <class R>
R erfcx_far_right(const R& x) {
  R term = 1 / (x * sqrt(pi<R>())), sum = term;
  const R step = 1 / (2 * x * x);
  for (int k = 1; k < 48; k += 2) {
    term = -term * k * step;
    sum = sum + term;
  }
  return sum;
}

Real erfcx(const Real& x) {
  return x > Real(1000) ? erfcx_far_right(x) : Real(exp(x * x) * erfc(x));
}
long double erfcx(long double x) {
  if (x > 100) return erfcx_far_right(x);
  const long double square = x * x;
  const long double e = std::exp(square), lost = std::fma(x, x, -square);
  return (std::isfinite(e) ? e + e * lost : e) * std::erfc(x);
}

/// One step of Halley's method for erf(y) = x, which triples the digits; 0 <= x < 1.
template <class R>
R improved_erfinv(const R& y, const R& x) {
  const R rest = x < R(0.5L) ? R(erf(y) - x) : R((1 - x) - erfc(y));
  const R newton = rest * sqrt(pi<R>()) / 2 * exp(y * y);
  return y - newton / (1 + y * newton);
}

/// From sqrt(pi) x / 2, or from Winitzki's approximation, three steps.
long double erfinv_of_size(long double x) {
  const long double w = std::log((1 - x) * (1 + x)), b = 4.33L + w / 2;
  long double y = x < 0.5L ? 0.8862L * x : std::sqrt(std::sqrt(b * b - w / 0.147L) - b);
  for (int step = 0; step < 3; ++step) y = improved_erfinv(y, x);
  return y;
}
Real erfinv_of_size(const Real& x) {
  Real y = erfinv_of_size((long double)x);
  for (int step = 0; step < 2; ++step) y = improved_erfinv(y, x);
  return y;
}

template <class R>
R erfinv(const R& x) {
  const R size = fabs(x);
  if (size == R(0)) return x;
  if (size == R(1)) return x / R(0);
  if (!(size < R(1))) return not_a_number<R>();
  return copysign(erfinv_of_size(size), x);
}

Real lgamma(const Real& x) {
  Real y;
  int sign;
  mpfr_lgamma(y.get(), &sign, x.get(), MPFR_RNDN);
  return y;
}
/// Close to a zero of the left half only the absolute error of the logarithm's argument is small.
Quick lgamma(long double x) {
  const long double y = std::lgamma(x), scale = x < 0 ? 1 + std::fabs(y) : std::fabs(y);
  return {y, std::isfinite(y) ? 0x1p-60L * scale : 0};
}

Real digamma(const Real& x) {
  Real y;
  mpfr_digamma(y.get(), x.get(), MPFR_RNDN);
  return y;
}
Quick digamma(long double x) { return quick_digamma(x); }

constexpr Reference table[] = {
    reference("erf", [](auto x) { return erf(x); }),
    reference<58>("erfc", [](auto x) { return erfc(x); }),
    reference<58>("erfcx", [](auto x) { return erfcx(x); }),
    reference<58>("erfinv", [](auto x) { return erfinv(x); }),
    reference("lgamma", [](auto x) { return lgamma(x); }),
    reference("digamma", [](auto x) { return digamma(x); }),
    reference("polygamma", [](auto n, auto x) { return polygamma(n, x); }),
};

}  // namespace

std::span<const Reference> special_references() { return table; }

}  // namespace accuracy
