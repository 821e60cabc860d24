// SPDX-License-Identifier: Apache-2.0
// Functions of the bits of a float: the sign of another number, the next number in a direction.
#pragma once

#include <fenchel/simd/basic.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Numbers of one sign are ordered as their bits; the neighbor of zero is the smallest number.
template <class V>
FENCHEL_INLINE V nextafter_packet(V x, V towards) {
  using Bits = bits_t<V>;
  const auto grows = mask_cast<uint_of<lane_t<V>>>((towards > x) ^ (x < V(0)));
  const Bits bits = to_bits(x);
  const V beside = from_bits<V>(select(grows, bits + Bits(1), bits - Bits(1)));
  const V smallest = with_sign(from_bits<V>(Bits(1)), towards);
  const V moved = select(x == V(0), smallest, beside);
  return select((x != x) | (towards != towards), x + towards, select(x == towards, towards, moved));
}

}  // namespace detail

/// The size of x with the sign of y.
template <class V>
  requires Ground<V>
FENCHEL_INLINE V copysign(V x, V y) {
  using detail::packed;
  return detail::unpacked<V>(detail::with_sign(detail::without_sign(packed(x)), packed(y)));
}

/// The number beside x on the way to `towards`.
template <class V>
  requires Ground<V>
FENCHEL_INLINE V nextafter(V x, V towards) {
  return detail::unpacked<V>(detail::nextafter_packet(detail::packed(x), detail::packed(towards)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
