// SPDX-License-Identifier: Apache-2.0
#include "zeta.hpp"

#include <limits>
#include <vector>

namespace accuracy {
namespace {

constexpr int terms = 30;
/// From here on the sum of `terms` corrections is good to 2^-200 for orders up to 30.
constexpr int far = 60;
constexpr int largest_order = 100;
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

/// zeta(s, x), x > 0: terms up to `far`, the integral of the others and its corrections.
template <class R>
R hurwitz_zeta(int s, R x) {
  R sum(0);
  while (x < R(far)) {
    sum = sum + 1 / pow(x, R(s));
    x = x + 1;
  }
  R power = 1 / pow(x, R(s));
  sum = sum + power * x / (s - 1) + power / 2;
  power = power * s / x;
  for (int j = 1; j <= terms; ++j) {
    sum = sum + corrections<R>()[std::size_t(j - 1)] * power;
    power = power * (s + 2 * j - 1) / x * (s + 2 * j) / x;
  }
  return sum;
}

template <class R>
R factorial(int n) {
  R product(1);
  for (int k = 2; k <= n; ++k) product = product * k;
  return product;
}

/// (-1)^(n+1) n! zeta(n + 1, x), for n > 0 and 0 < x < infinity.
template <class R>
R polygamma_right(int n, const R& x) {
  const R size = factorial<R>(n) * hurwitz_zeta(n + 1, x);
  return n % 2 ? size : R(-size);
}

/// d^n/dx^n cot(pi x) / pi^n as the polynomial in c = cot(pi x) that p' -> -(1 + c^2) p' makes.
Real cotangent_derivative(int n, const Real& c) {
  std::vector<Real> p{0, 1};
  for (int k = 0; k < n; ++k) {
    std::vector<Real> next(p.size() + 1, Real(0));
    for (std::size_t i = 1; i < p.size(); ++i) {
      next[i - 1] = next[i - 1] - int(i) * p[i];
      next[i + 1] = next[i + 1] - int(i) * p[i];
    }
    p = std::move(next);
  }
  Real value(0);
  for (std::size_t i = p.size(); i-- > 0;) value = value * c + p[i];
  return value;
}

/// DLMF 5.15.6: (-1)^n psi_n(1 - x) - psi_n(x) = pi d^n/dx^n cot(pi x).
Real polygamma_left(int n, const Real& x) {
  const Real c = 1 / tan(pi<Real>() * (x - rint(x)));
  const Real mirrored = polygamma_right(n, 1 - x);
  return (n % 2 ? -1 : 1) * mirrored - pow(pi<Real>(), Real(n + 1)) * cotangent_derivative(n, c);
}

/// The order if it is one; -1 stands for none.
int order_of(long double n) {
  return n >= 0 && n <= largest_order && n == std::rint(n) ? int(n) : -1;
}

/// At the ends and at the poles, where the sign is that of the right-hand limit.
long double polygamma_special(int n, long double x) {
  if (x > 0) return n % 2 ? 0.0L : -0.0L;
  const bool even_pole = n % 2 == 1 && x == std::rint(x) && std::isfinite(x);
  return even_pole ? infinity : x == 0 ? std::copysign(infinity, -x) : nan;
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
  const int order = order_of((long double)n);
  if (order < 0 || isnan(x)) return Real(nan);
  if (order == 0) {
    Real y;
    mpfr_digamma(y.get(), x.get(), MPFR_RNDN);
    return y;
  }
  if (isinf(x) || (!(x > Real(0)) && x == rint(x))) return polygamma_special(order, (long double)x);
  return x > Real(0) ? polygamma_right(order, x) : polygamma_left(order, x);
}

/// The left half is left to MPFR: its slack is infinite.
Quick polygamma(long double n, long double x) {
  const int order = order_of(n);
  if (order < 0 || std::isnan(x)) return {nan, 0};
  if (order == 0) return quick_digamma(x);
  if (!(x > 0) || std::isinf(x)) return {0, infinity};
  const long double y = polygamma_right(order, x);
  return {y, std::isfinite(y) ? std::fabs(y) * 0x1p-54L : infinity};
}

}  // namespace accuracy
