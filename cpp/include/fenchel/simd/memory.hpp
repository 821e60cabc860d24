// SPDX-License-Identifier: Apache-2.0
// Loads and stores of packets and masks, whole or partial; nothing past the end is touched.
#pragma once

#include <fenchel/simd/packet.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
template <class V> FENCHEL_INLINE V load(const lane_t<V>* p) { V v; std::memcpy(&v, p, sizeof(V)); return v; }
template <class V> FENCHEL_INLINE void store(lane_t<V>* p, V v) { std::memcpy(p, &v, sizeof(V)); }
template <class V> FENCHEL_INLINE V load_partial(const lane_t<V>* p, int k) { lane_t<V> t[LaneOf<V>::count] = {}; for (int i = 0; i < k; ++i) t[i] = p[i]; return load<V>(t); }
template <class V> FENCHEL_INLINE void store_partial(lane_t<V>* p, V v, int k) { lane_t<V> t[LaneOf<V>::count]; store<V>(t, v); for (int i = 0; i < k; ++i) p[i] = t[i]; }
template <class V> FENCHEL_INLINE mask_t<V> load_mask_partial(const unsigned char* p, int k) {
  lane_t<V> t[LaneOf<V>::count] = {}; for (int i = 0; i < k; ++i) t[i] = p[i]; return load<V>(t) != V(lane_t<V>(0)); }
template <class V> FENCHEL_INLINE mask_t<V> load_mask(const unsigned char* p) { return load_mask_partial<V>(p, LaneOf<V>::count); }
template <class T, int N> FENCHEL_INLINE void store_mask_partial(unsigned char* p, Mask<T, N> m, int k) { for (int i = 0; i < k; ++i) p[i] = m[i]; }
template <class T, int N> FENCHEL_INLINE void store_mask(unsigned char* p, Mask<T, N> m) { store_mask_partial(p, m, N); }
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
