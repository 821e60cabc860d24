// SPDX-License-Identifier: Apache-2.0
// Loads and stores of packets and masks, whole or partial; nothing past the end is touched.
// Missing lanes of a partial load are zero. A mask in memory is one byte a lane, 0 or 1.
#pragma once

#include <cstring>
#include <fenchel/simd/basic.hpp>
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
  if constexpr (detail::has_masked_move<V>) return detail::masked_load<V>(from, count);
  else {
    lane_t<V> lanes[LaneOf<V>::count] = {};
    for (int i = 0; i < count; ++i) lanes[i] = from[i];
    return load<V>(lanes);
  }
}
template <class V>
FENCHEL_INLINE void store_partial(lane_t<V>* to, V v, int count) {
  if constexpr (detail::has_masked_move<V>) detail::masked_store(to, v, count);
  else {
    lane_t<V> lanes[LaneOf<V>::count];
    store<V>(lanes, v);
    for (int i = 0; i < count; ++i) to[i] = lanes[i];
  }
}

template <class V>
FENCHEL_INLINE mask_t<V> load_mask(const unsigned char* from) {
  if constexpr (LaneOf<V>::count == 1) return mask_t<V>(from[0] != 0);
  else {
    using Raw = typename mask_t<V>::raw_type;
    vec_t<unsigned char, V::lanes> bytes;
    std::memcpy(&bytes, from, sizeof(bytes));
    return mask_t<V>(Raw(__builtin_convertvector(bytes, Raw) != 0));
  }
}
template <class V>
FENCHEL_INLINE mask_t<V> load_mask_partial(const unsigned char* from, int count) {
  unsigned char bytes[LaneOf<V>::count] = {};
  for (int i = 0; i < count; ++i) bytes[i] = from[i];
  return load_mask<V>(bytes);
}

template <class T, int N>
FENCHEL_INLINE void store_mask(unsigned char* to, Mask<T, N> m) {
  if constexpr (N == 1) to[0] = m.raw;
  else {
    const auto bytes = __builtin_convertvector(m.raw & 1, vec_t<unsigned char, N>);
    std::memcpy(to, &bytes, sizeof(bytes));
  }
}
template <class T, int N>
FENCHEL_INLINE void store_mask_partial(unsigned char* to, Mask<T, N> m, int count) {
  unsigned char bytes[N];
  store_mask(bytes, m);
  for (int i = 0; i < count; ++i) to[i] = bytes[i];
}
FENCHEL_INLINE void store_mask(unsigned char* to, bool m) { to[0] = m; }
FENCHEL_INLINE void store_mask_partial(unsigned char* to, bool m, int count) {
  if (count > 0) to[0] = m;
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
