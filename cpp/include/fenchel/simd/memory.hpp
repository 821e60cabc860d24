// SPDX-License-Identifier: Apache-2.0
// Loads and stores of packets and masks, whole or partial; nothing past the end is touched.
// Missing lanes of a partial load are zero. A mask in memory is one byte a lane, 0 or 1.
#pragma once

#include <cstring>
#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/mask_bytes.hpp>
#include <fenchel/simd/masked_move.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

// GCC 12 takes a loop over whole packets that an array is too short for to be entered all the same.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#endif
template <class V>
FENCHEL_INLINE V load(const lane_t<V>* from) {
  V v;
  std::memcpy(&v, from, sizeof(V));
  return v;
}
template <class V>
FENCHEL_INLINE void store(lane_t<V>* to, V v) {
  std::memcpy(to, &v, sizeof(V));
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The first `count` lanes.
template <class V>
FENCHEL_INLINE V load_partial(const lane_t<V>* from, int count) {
  if constexpr (std::is_arithmetic_v<V>) return count > 0 ? *from : V(0);
  else return detail::load_first_lanes<V>(from, count);
}
template <class V>
FENCHEL_INLINE void store_partial(lane_t<V>* to, V v, int count) {
  detail::store_first_lanes(to, detail::packed(v), count);
}

template <class V>
FENCHEL_INLINE mask_t<V> load_mask_partial(const unsigned char* from, int count) {
  if constexpr (LaneOf<V>::count == 1) return mask_t<V>(count > 0 && from[0] != 0);
  else {
    const std::uint64_t low = detail::load_bytes(from, count < 8 ? count : 8);
    const std::uint64_t high = count > 8 ? detail::load_bytes(from + 8, count - 8) : 0;
    return detail::mask_of<mask_t<V>>(detail::byte_row(low, high));
  }
}
template <class V>
FENCHEL_INLINE mask_t<V> load_mask(const unsigned char* from) {
  return load_mask_partial<V>(from, LaneOf<V>::count);
}

template <class T, int N>
FENCHEL_INLINE void store_mask(unsigned char* to, Mask<T, N> m) {
  if constexpr (N == 1) to[0] = m.raw;
  else if constexpr (N <= 8) {
    const std::uint64_t bytes = detail::bytes_of(m);
    std::memcpy(to, &bytes, N);
  } else {
    const auto bytes = __builtin_convertvector(m.raw & 1, vec_t<unsigned char, N>);
    std::memcpy(to, &bytes, sizeof(bytes));
  }
}
template <class T, int N>
FENCHEL_INLINE void store_mask_partial(unsigned char* to, Mask<T, N> m, int count) {
  if constexpr (N == 1) {
    if (count > 0) to[0] = m.raw;
  } else if constexpr (N <= 8) detail::store_bytes(to, detail::bytes_of(m), count);
  else {
    const auto row = std::bit_cast<vec_t<std::uint64_t, 2>>(
        __builtin_convertvector(m.raw & 1, vec_t<unsigned char, N>));
    detail::store_bytes(to, row[0], count < 8 ? count : 8);
    if (count > 8) detail::store_bytes(to + 8, row[1], count - 8);
  }
}
FENCHEL_INLINE void store_mask(unsigned char* to, bool m) { to[0] = m; }
FENCHEL_INLINE void store_mask_partial(unsigned char* to, bool m, int count) {
  if (count > 0) to[0] = m;
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
