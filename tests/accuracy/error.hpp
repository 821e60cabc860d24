// SPDX-License-Identifier: Apache-2.0
// The error of a result in units in the last place of its type. NaN, infinities and the signs of
// zeros must be right: anything else is an infinite error.
#pragma once

#include <algorithm>
#include <limits>

#include "real.hpp"

namespace accuracy {

/// The exponent of the unit in the last place of T at a number in [2^(exponent-1), 2^exponent).
template <class T>
long unit_exponent(long exponent) {
  using L = std::numeric_limits<T>;
  return std::clamp<long>(exponent, L::min_exponent, L::max_exponent) - L::digits;
}

constexpr long far_away = 100000;

inline long exponent_of(long double x) {
  int exponent = 0;
  if (std::isinf(x)) return far_away;
  std::frexp(x, &exponent);
  return x == 0 ? -far_away : exponent;
}
inline long exponent_of(const Real& x) {
  return mpfr_regular_p(x.get()) ? mpfr_get_exp(x.get()) : -far_away;
}

/// x 2^exponent.
inline long double scaled(long double x, long exponent) { return std::ldexp(x, int(exponent)); }
inline long double scaled(const Real& x, long exponent) {
  Real y;
  mpfr_mul_2si(y.get(), x.get(), exponent, MPFR_RNDN);
  return (long double)y;
}

/// Whether a result that is or should be NaN, an infinity or a zero is what it should be not. Where
/// cancellation may leave an error of the size of `scale`, zero has either sign.
template <class T, class R>
bool is_wrong(T got, const R& want, double scale = 0) {
  if (isnan(want) || std::isnan(got)) return isnan(want) != std::isnan(got);
  if (isinf(want) && !std::isinf(got)) return true;
  if (want != R(0) && fabs(want) < R((long double)scale)) return false;
  return got == 0 && std::signbit(got) != signbit(want);
}

/// |got - want| in units of T at the larger of |want| and `scale`, of which an infinite one asks
/// for nothing; an infinity counts as the first power of two that does not fit, so that overflow is
/// judged like any rounding.
template <class T, class R>
double ulp_error(T got, const R& want, double scale) {
  if (is_wrong(got, want, scale)) return HUGE_VAL;
  if (isnan(want)) return 0;
  constexpr long top = std::numeric_limits<T>::max_exponent;
  const R limit = R(std::ldexp(1.0L, top));
  const R size = fabs(want);
  const bool beyond = size > limit || isinf(want);
  const R bounded = beyond ? R(copysign(limit, want)) : R(want);
  const R image = std::isinf(got) ? R(copysign(limit, R((long double)got))) : R((long double)got);
  const long exponent = std::max(exponent_of(want), exponent_of((long double)scale));
  if (exponent == far_away && !beyond) return 0;
  const long unit = unit_exponent<T>(beyond ? top : exponent);
  return double(std::fabs(scaled(R(image - bounded), -unit)));
}

}  // namespace accuracy
