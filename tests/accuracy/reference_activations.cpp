// SPDX-License-Identifier: Apache-2.0
// References of the functions of learning, from exponentials that cannot overflow.
#include <algorithm>

#include "formula.hpp"

namespace accuracy {
namespace {

template <class R>
R sigmoid(const R& x) {
  return 1 / (1 + exp(-x));
}

template <class R>
R softplus(const R& x) {
  return (x > R(0) ? x : R(0)) + log1p(exp(-fabs(x)));
}

/// Where the two terms cancel the value is near zero, and so is the trust in it. The exponential
/// multiplies the rounding error of the difference.
template <class R>
auto logaddexp(const R& a, const R& b) {
  const R larger = isnan(a) || a > b ? a : b;
  const R added = a == b ? log(R(2)) : R(log1p(exp(-fabs(a - b))));
  if constexpr (std::is_same_v<R, Real>) return R(larger + added);
  else {
    const R sum = larger + added;
    const R doubt = std::max(std::fabs(larger), added * (1 + std::fabs(a - b) / 8));
    return Quick{sum, std::isfinite(sum) ? 0x1p-60L * doubt : 0};
  }
}

/// erfc(-x / sqrt 2), the error of the argument corrected by the slope.
Real normal_tail(const Real& x) { return erfc(-x / sqrt(Real(2))); }
long double normal_tail(long double x) {
  constexpr long double high = 0.707106781186547524400844362104849L;
  static const long double low = (long double)(sqrt(Real(1) / 2) - Real(high));
  const long double argument = -x * high;
  if (std::isinf(x)) return std::erfc(argument);
  const long double lost = std::fma(-x, high, -argument) - x * low;
  const long double slope = -1.12837916709551257390L * std::exp(-argument * argument);
  return std::erfc(argument) + slope * lost;
}

/// x times a function that vanishes exponentially on the left: -0 there, not NaN.
template <class R>
R gated(const R& x, const R& gate) {
  return isinf(x) && signbit(x) ? R(-R(0)) : R(x * gate);
}

constexpr Reference table[] = {
    reference<58>("gelu", [](auto x) { return gated(x, decltype(x)(normal_tail(x) / 2)); }),
    reference("fast_sigmoid", [](auto x) { return sigmoid(x); }),
    reference("logaddexp", [](auto a, auto b) { return logaddexp(a, b); }),
    reference("log_sigmoid", [](auto x) { return -softplus(decltype(x)(-x)); }),
    reference("sigmoid", [](auto x) { return sigmoid(x); }),
    reference("silu", [](auto x) { return gated(x, sigmoid(x)); }),
    reference("softplus", [](auto x) { return softplus(x); }),
};

}  // namespace

std::span<const Reference> activation_references() { return table; }

}  // namespace accuracy
