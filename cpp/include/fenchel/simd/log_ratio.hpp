// SPDX-License-Identifier: Apache-2.0
// k ln 2 + 2 atanh(t / 2), the logarithm as asinh, acosh and atanh come to it: as the quotient t.
#pragma once

#include <fenchel/simd/log.hpp>
#include <fenchel/simd/polynomial.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `p` is minimax: 2 atanh(t/2) = t + t w p(w) with w = t^2 <= 0.1608.
template <class T>
struct LogRatio;
template <>
struct LogRatio<double> {
  static constexpr double p[] = {
      0x1.5555555555787p-4,  0x1.99999998ec24bp-7,  0x1.249249b565be6p-9, 0x1.c71bff4b5b3adp-12,
      0x1.7475392c3877ap-14, 0x1.384c0c90c89f8p-16, 0x1.3af3327450882p-18};
};
template <>
struct LogRatio<float> {
  static constexpr float p[] = {0x1.5555b4p-4f, 0x1.992a76p-7f, 0x1.36f36p-9f};
};

/// k ln 2 + 2 atanh(t / 2) for k >= 0 and |t| <= 0.4, rounded once.
template <class V>
FENCHEL_INLINE V log_ratio(V k, Pair<V> t) {
  using T = lane_t<V>;
  const Pair<V> sum = fast_two_sum(product(k, V(Ln2<T>::high)), t.hi);
  const V w = t.hi * t.hi;
  const V low = fma(k, V(Ln2<T>::low), t.lo);
  return sum.hi + (sum.lo + fma(t.hi * w, polynomial_by_parity(w, LogRatio<T>::p), low));
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
