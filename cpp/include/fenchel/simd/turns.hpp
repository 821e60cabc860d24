// SPDX-License-Identifier: Apache-2.0
// Quarter turns plus a small angle: how asin, acos, atan and atan2 end.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// pi / 2 as a sum; multiples of `high` by halves up to 2 are exact.
template <class T>
struct QuarterTurn;
template <>
struct QuarterTurn<double> {
  static constexpr double high = 0x1.921fb54442d18p+0, low = 0x1.1a62633145c07p-54;
};
template <>
struct QuarterTurn<float> {
  static constexpr float high = 0x1.921fb0p+0f, low = 0x1.5110b4p-22f;
};

/// n pi / 2 + angle for n = 0, 1/2, ..., 2 and an angle smaller than n pi / 2, rounded once.
template <class V>
FENCHEL_INLINE V add_quarter_turns(V n, Pair<V> angle) {
  using Q = QuarterTurn<lane_t<V>>;
  const Pair<V> sum = fast_two_sum(product(n, V(Q::high)), angle.hi);
  return sum.hi + (sum.lo + fma(n, V(Q::low), angle.lo));
}

/// Both terms with their sign flipped where `sign` has the sign bit.
template <class V>
FENCHEL_INLINE Pair<V> flip_sign(Pair<V> y, bits_t<V> sign) {
  return {flip_sign(y.hi, sign), flip_sign(y.lo, sign)};
}

/// A sign bit where the mask holds: as an integer, for zeros may have no sign to a compiler.
template <class V>
FENCHEL_INLINE bits_t<V> minus_where(mask_t<V> m) {
  return select(mask_cast<uint_of<lane_t<V>>>(m), sign_mask<V>(), bits_t<V>(0));
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
