// SPDX-License-Identifier: Apache-2.0
#include "zeta.hpp"

#include <limits>
#include <vector>

namespace accuracy {
namespace {

constexpr int terms = 30;
/// From here on, or from the order on, the sum of `terms` corrections is good to 2^-120.
constexpr int far = 60;
constexpr int largest_quick_order = 30;
constexpr long double nan = std::numeric_limits<long double>::quiet_NaN();
constexpr long double infinity = std::numeric_limits<long double>::infinity();

/// B_2j / (2j)! = +-2 zeta(2j) / (2 pi)^2j.
Real correction(int j) {
  Real zeta;
  mpfr_zeta_ui(zeta.get(), unsigned(2 * j), MPFR_RNDN);
  return (j % 2 ? 2 : -2) * zeta / pow(2 * pi<Real>(), Real(2 * j));
}

/// The numbers above, at the precision R has now.
template <class R>
const std::vector<R>& corrections() {
  static std::vector<R> table;
  static mpfr_prec_t bits = 0;
  if (bits != Real::bits) {
    table.clear();
    for (int j = 1; j <= terms; ++j) table.push_back(R(correction(j)));
    bits = Real::bits;
  }
  return table;
}

/// zeta(s, x), x > 0: terms up to `far` or until they do not count, then the integral of the others
/// and its corrections (DLMF 25.11.5).
template <class R>
R hurwitz_zeta(const R& s, R x) {
  const R beyond = s > R(far) ? s : R(far);
  R sum(0);
  for (; x < beyond; x = x + 1) {
    const R term = 1 / pow(x, s);
    sum = sum + term;
    if (term * R(0x1p200L) < sum) return sum;
  }
  R power = 1 / pow(x, s);
  sum = sum + power * x / (s - 1) + power / 2;
  power = power * s / x;
  for (int j = 1; j <= terms; ++j) {
    sum = sum + corrections<R>()[std::size_t(j - 1)] * power;
    power = power * (s + R(2 * j - 1)) / x * (s + R(2 * j)) / x;
  }
  return sum;
}

Real factorial(const Real& n) {
  Real y;
  int sign;
  mpfr_lgamma(y.get(), &sign, Real(n + 1).get(), MPFR_RNDN);
  return exp(y);
}
long double factorial(long double n) { return std::tgamma(n + 1); }

template <class R>
bool is_odd(const R& n) {
  return !(n / 2 == rint(R(n / 2)));
}

/// The sum over the numbers x, x + 1, ... of their powers, which for x < 0 are those from d on and
/// those from -1 + d down to x, d being the distance of x from an integer. From a half on odd
/// powers cancel in pairs.
template <class R>
R sum_of_powers(const R& s, const R& x) {
  if (x > R(0)) return hurwitz_zeta(s, x);
  if (is_odd(s) && 2 * x == rint(R(2 * x))) return hurwitz_zeta(s, R(1 - x));
  const R d = x - rint(x);
  const R down = hurwitz_zeta(s, R(1 - d)) - hurwitz_zeta(s, R(1 - x));
  return 1 / pow(d, s) + hurwitz_zeta(s, R(1 + d)) + (is_odd(s) ? R(-down) : down);
}

/// (-1)^(n+1) n! zeta(n + 1, x), for n > 0 and x that is no pole.
template <class R>
R polygamma_of_order(const R& n, const R& x) {
  const R size = factorial(n) * sum_of_powers(R(n + 1), x);
  return is_odd(n) ? size : R(-size);
}

/// Orders are whole numbers below 2^51, the domain of the primitive.
template <class R>
bool is_order(const R& n) {
  return !(n < R(0)) && n < R(0x1p51L) && n == rint(n);
}

/// The limit at infinity, and from the right at the poles, of which minus infinity is one.
template <class R>
bool is_end(const R& x) {
  return isinf(x) || (!(x > R(0)) && x == rint(x));
}
long double polygamma_end(bool odd, bool right) {
  const long double size = right ? 0 : infinity;
  return odd ? size : -size;
}

}  // namespace

Quick quick_digamma(long double x) {
  if (!std::isfinite(x) || (x <= 0 && x == std::rint(x)))
    return {x == infinity ? x : x == 0 ? -1 / x : nan, 0};
  if (x < 0) {
    const Quick mirrored = quick_digamma(1 - x);
    const long double turn = pi<long double>() / std::tan(pi<long double>() * (x - std::rint(x)));
    return {mirrored.value - turn, mirrored.slack + std::fabs(turn) * 0x1p-61L};
  }
  long double below = 0;
  for (; x < 12; x += 1) below += 1 / x;
  // B_2k / 2k, DLMF 5.11.2.
  constexpr long double b[] = {1 / 12.0L,   -1 / 120.0L,     1 / 252.0L,
                               -1 / 240.0L, 1 / 132.0L,      -691 / 32760.0L,
                               1 / 12.0L,   -3617 / 8160.0L, 43867 / 14364.0L};
  const long double inverse = 1 / (x * x);
  long double tail = 0;
  for (int k = int(std::size(b)); k-- > 0;) tail = (tail + b[k]) * inverse;
  const long double log = std::log(x);
  return {log - 1 / (2 * x) - tail - below, 0x1p-61L * (log + below)};
}

Real polygamma(const Real& n, const Real& x) {
  if (!is_order(n) || isnan(x)) return Real(nan);
  if (n == Real(0)) {
    Real y;
    mpfr_digamma(y.get(), x.get(), MPFR_RNDN);
    return y;
  }
  return is_end(x) ? Real(polygamma_end(is_odd(n), x > Real(0))) : polygamma_of_order(n, x);
}

/// Large orders are left to MPFR: their slack is infinite.
Quick polygamma(long double n, long double x) {
  if (!is_order(n) || std::isnan(x)) return {nan, 0};
  if (n == 0) return quick_digamma(x);
  if (is_end(x)) return {polygamma_end(is_odd(n), x > 0), 0};
  if (n > largest_quick_order || !(x > 0)) return {0, infinity};
  const long double y = polygamma_of_order(n, x);
  return {y, std::isfinite(y) ? std::fabs(y) * 0x1p-54L : infinity};
}

}  // namespace accuracy
