// SPDX-License-Identifier: Apache-2.0
// Numbers as one-lane packets, and packets as two halves: how one template serves every width.
#pragma once

#include <fenchel/simd/packet.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// A number becomes a packet of one lane, so that it runs the very polynomial of the packets.
template <class V>
FENCHEL_INLINE auto packed(V x) {
  if constexpr (std::is_arithmetic_v<V>) return Packet<V, 1>::of(x);
  else return x;
}

/// The way back from `packed`.
template <class V, class P>
FENCHEL_INLINE V unpacked(P x) {
  if constexpr (std::is_arithmetic_v<V>) return x.raw;
  else return x;
}

template <int From, class R, int... I>
FENCHEL_INLINE auto lanes_from(R r, std::integer_sequence<int, I...>) {
  return __builtin_shufflevector(r, r, (From + I)...);
}

/// Lower and upper half of a packet.
template <class T, int N>
FENCHEL_INLINE std::pair<Packet<T, N / 2>, Packet<T, N / 2>> halves(Packet<T, N> x) {
  using Half = Packet<T, N / 2>;
  if constexpr (N == 2) return {Half::of(x.raw[0]), Half::of(x.raw[1])};
  else {
    constexpr std::make_integer_sequence<int, N / 2> lanes;
    return {Half::of(lanes_from<0>(x.raw, lanes)), Half::of(lanes_from<N / 2>(x.raw, lanes))};
  }
}

template <class R, int... I>
FENCHEL_INLINE auto concatenate(R a, R b, std::integer_sequence<int, I...>) {
  return __builtin_shufflevector(a, b, I...);
}

/// The packet whose halves are a and b.
template <class T, int N>
FENCHEL_INLINE Packet<T, 2 * N> joined(Packet<T, N> a, Packet<T, N> b) {
  using Whole = Packet<T, 2 * N>;
  if constexpr (N == 1) return Whole::of(typename Whole::raw_type{a.raw, b.raw});
  else return Whole::of(concatenate(a.raw, b.raw, std::make_integer_sequence<int, 2 * N>{}));
}

/// The same numbers in another type.
template <class To, class T, int N>
FENCHEL_INLINE Packet<To, N> convert(Packet<T, N> x) {
  if constexpr (N == 1) return Packet<To, 1>::of(To(x.raw));
  else return Packet<To, N>::of(__builtin_convertvector(x.raw, vec_t<To, N>));
}

/// Wider than a register: the instruction wrappers then work on halves.
template <class V>
inline constexpr bool oversized = V::lanes > 1 && sizeof(V) > FENCHEL_SIMD_BYTES;

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
