// SPDX-License-Identifier: Apache-2.0
// Tangent: sin / cos or -cos / sin by the quadrant, as a quotient of unevaluated sums.
#pragma once

#include <fenchel/simd/pair.hpp>
#include <fenchel/simd/sincos.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE V tan_packet(V x) {
  const auto [quadrant, r, tail] = reduce_angle(abs(x));
  const auto s = sin_parts(r, tail);
  auto c = cos_parts(r, tail);
  c.lo = fma(V(-0.5), two_product(r, r).lo, c.lo);  // the rounding error of r^2 in cos
  const Pair<V> sine = fast_two_sum(s.hi, s.lo), cosine = fast_two_sum(c.hi, c.lo);
  const auto odd = has_bit<V, 0>(quadrant);
  const V y = quotient(select(odd, cosine, sine), select(odd, sine, cosine));
  return flip_sign(y, shift_left<8 * sizeof(lane_t<V>) - 1>(quadrant) ^ sign_bits(x));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V tan(V x) {
  return detail::unpacked<V>(detail::tan_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
