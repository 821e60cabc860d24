// SPDX-License-Identifier: Apache-2.0
// Special functions in long double, by other ways than the kernels under test: what the C library
// lacks. Good to a few units of 2^-64.
#pragma once

#include <cmath>
#include <limits>

namespace special {

using Long = long double;
inline constexpr Long pi = 3.14159265358979323846264338327950288L;
inline constexpr Long infinity = std::numeric_limits<Long>::infinity();

/// e^(sign x^2), with the rounding error of the square.
inline Long exp_of_square(Long x, Long sign) {
  const Long square = x * x;
  const Long lost = square < 12000 ? std::fma(x, x, -square) : 0;
  return std::exp(sign * square) * (1 + sign * lost);
}

inline Long erfcx(Long x) {
  if (x < 12) return exp_of_square(x, 1) * std::erfc(x);
  Long term = 1, sum = 1;
  for (int k = 1; k < 25; ++k) sum += term *= -(2 * k - 1) / (2 * x) / x;
  return sum / (x * std::sqrt(pi));
}

inline Long gelu(Long x) {
  if (x > -1) return x * std::erfc(-x * std::sqrt(0.5L)) / 2;
  if (x < -1000) return -0.0L;
  const Long half = x * x / 2, lost = std::fma(x, x / 2, -half);
  return x / 2 * erfcx(-x * std::sqrt(0.5L)) * std::exp(-half) * (1 - lost);
}

inline Long silu(Long x) { return x < -20000 ? -0.0L : x / (1 + std::exp(-x)); }

/// Halley's iteration from a first guess of Winitzki's; on the complement where x is near 1.
inline Long erfinv(Long x) {
  const Long a = std::fabs(x), scale = std::sqrt(pi) / 2;
  if (!(a < 1)) return a == 1 ? x * infinity : std::numeric_limits<Long>::quiet_NaN();
  if (a < 1e-10L) return x * scale;
  const Long log = std::log1p(-a * a), b = 2 / (pi * 0.147L) + log / 2;
  Long y = std::sqrt(std::sqrt(b * b - log / 0.147L) - b);
  if (a < 1e-3L) y = a * scale;
  for (int i = 0; i < 4; ++i) {
    const Long gap = a < 0.5L ? std::erf(y) - a : (1 - a) - std::erfc(y);
    const Long step = gap * scale * exp_of_square(y, 1);
    y -= step / (1 + y * step);
  }
  return std::copysign(y, x);
}

inline Long lgamma(Long x) { return std::isinf(x) ? infinity : std::lgamma(x); }

/// digamma(x) for x > 0 as its difference from the zero, every term of which has the factor x -
/// zero.
inline Long digamma_positive(Long x) {
  const Long zero_high = 0x1.762d86356be3fp+0L, zero_low = 0x1.b86a722197829p-54L + 0x1.e0dp-109L;
  const Long zero = zero_high + zero_low, d = (x - zero_high) - zero_low;
  Long sum = 0;
  int k = 0;
  for (; k < 30; ++k) sum += d / ((x + k) * (zero + k));
  const Long u = x + k, v = zero + k;
  const Long c[] = {1 / 12.0L, -1 / 120.0L, 1 / 252.0L, -1 / 240.0L, 1 / 132.0L};
  const Long log = std::log1p(d / v);
  Long rest = 0;
  for (int j = 4; j >= 0; --j)
    rest -= c[j] * std::pow(v, -2.0L * (j + 1)) * std::expm1(-2 * (j + 1) * log);
  return sum + (log + d / u / v / 2 + rest);
}

inline Long digamma(Long x) {
  if (x == 0) return -1 / x;
  if (std::isinf(x) && x > 0) return x;
  if (x > 0) return x > 1e18L ? std::log(x) : digamma_positive(x);
  const Long off = x - std::rint(x);
  if (!(off != 0)) return std::numeric_limits<Long>::quiet_NaN();
  return digamma_positive(1 - x) - pi / std::tan(pi * off);
}

/// By the formula of Euler and Maclaurin; the arguments below 0 must not be large.
inline Long polygamma(Long n, Long x) {
  if (n == 0) return digamma(x);
  if (!(n > 0 && n == std::rint(n) && n < 1e15L) || x != x)
    return std::numeric_limits<Long>::quiet_NaN();
  const Long sign = std::fmod(n, 2) != 0 ? 1 : -1;
  if (x <= 0 && x == std::rint(x)) return sign * infinity;
  if (std::isinf(x)) return sign * 0;
  Long sum = 0, u = x;
  for (; u < 40 + n; ++u) sum += std::pow(u, -n - 1);
  const Long b[] = {1 / 12.0L, -1 / 720.0L, 1 / 30240.0L, -1 / 1209600.0L, 1 / 47900160.0L};
  Long rest = std::pow(u, -n) / n + std::pow(u, -n - 1) / 2, rising = n + 1;
  for (int j = 0; j < 5; ++j) {
    rest += b[j] * rising * std::pow(u, -n - 2 * (j + 1));
    rising *= (n + 2 * j + 2) * (n + 2 * j + 3);
  }
  return sign * std::tgamma(n + 1) * (sum + rest);
}

}  // namespace special
