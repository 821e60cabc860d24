// SPDX-License-Identifier: Apache-2.0
// Floating-point packets seen as unsigned integers of the same width: sign bits, fields, shifts.
#pragma once

#include <bit>
#include <fenchel/simd/packet.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class T>
using uint_of = std::make_unsigned_t<typename IntOf<sizeof(T)>::type>;

/// The unsigned integers in which the bits of V are handled.
template <class V>
using bits_t = Packet<uint_of<lane_t<V>>, V::lanes>;

template <class V>
FENCHEL_INLINE bits_t<V> to_bits(V x) {
  return std::bit_cast<bits_t<V>>(x);
}
template <class V>
FENCHEL_INLINE V from_bits(bits_t<V> x) {
  return std::bit_cast<V>(x);
}

template <class T, int N>
FENCHEL_INLINE Packet<T, N> operator&(Packet<T, N> a, Packet<T, N> b) {
  return Packet<T, N>::of(a.raw & b.raw);
}
template <class T, int N>
FENCHEL_INLINE Packet<T, N> operator|(Packet<T, N> a, Packet<T, N> b) {
  return Packet<T, N>::of(a.raw | b.raw);
}
template <class T, int N>
FENCHEL_INLINE Packet<T, N> operator^(Packet<T, N> a, Packet<T, N> b) {
  return Packet<T, N>::of(a.raw ^ b.raw);
}
template <int Count, class T, int N>
FENCHEL_INLINE Packet<T, N> shift_left(Packet<T, N> a) {
  return Packet<T, N>::of(a.raw << Count);
}
template <int Count, class T, int N>
FENCHEL_INLINE Packet<T, N> shift_right(Packet<T, N> a) {
  return Packet<T, N>::of(a.raw >> Count);
}

template <class V>
FENCHEL_INLINE bits_t<V> sign_mask() {
  using U = uint_of<lane_t<V>>;
  return bits_t<V>(U(U(1) << (8 * sizeof(U) - 1)));
}
/// The sign bits of x, everything else zero.
template <class V>
FENCHEL_INLINE bits_t<V> sign_bits(V x) {
  return to_bits(x) & sign_mask<V>();
}
template <class V>
FENCHEL_INLINE V without_sign(V x) {
  using U = uint_of<lane_t<V>>;
  return from_bits<V>(to_bits(x) & bits_t<V>(U(~(U(1) << (8 * sizeof(U) - 1)))));
}
/// y with its sign flipped where `sign` has the sign bit.
template <class V>
FENCHEL_INLINE V flip_sign(V y, bits_t<V> sign) {
  return from_bits<V>(to_bits(y) ^ sign);
}
/// The sign of x given to y >= 0.
template <class V>
FENCHEL_INLINE V with_sign(V y, V x) {
  return from_bits<V>(to_bits(y) | sign_bits(x));
}
/// Whether a bit of an integer is set.
template <class V, int Bit>
FENCHEL_INLINE Mask<lane_t<V>, V::lanes> has_bit(bits_t<V> x) {
  const bits_t<V> bit = uint_of<lane_t<V>>(1) << Bit;
  return mask_cast<lane_t<V>>((x & bit) == bit);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
