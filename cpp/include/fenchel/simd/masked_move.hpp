// SPDX-License-Identifier: Apache-2.0
// Loads and stores of the first lanes of a register, as AVX-512 does them in one instruction.
#pragma once

#include <fenchel/simd/packet.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

#if FENCHEL_SIMD_BYTES >= 64
template <class V>
inline constexpr bool has_masked_move = sizeof(V) == 64;

template <class V>
FENCHEL_INLINE V masked_load(const lane_t<V>* from, int count) {
  static_assert(sizeof(V) == 64);
  if constexpr (sizeof(lane_t<V>) == 8) {
    using R = vec_t<double, 8>;
    const auto* p = reinterpret_cast<const double*>(from);
    return V::of((typename V::raw_type)__builtin_ia32_loadupd512_mask(p, R{}, (1u << count) - 1));
  } else {
    using R = vec_t<float, 16>;
    const auto* p = reinterpret_cast<const float*>(from);
    return V::of((typename V::raw_type)__builtin_ia32_loadups512_mask(p, R{}, (1u << count) - 1));
  }
}

template <class V>
FENCHEL_INLINE void masked_store(lane_t<V>* to, V v, int count) {
  static_assert(sizeof(V) == 64);
  if constexpr (sizeof(lane_t<V>) == 8) {
    auto* p = reinterpret_cast<double*>(to);
    __builtin_ia32_storeupd512_mask(p, (vec_t<double, 8>)v.raw, (1u << count) - 1);
  } else {
    auto* p = reinterpret_cast<float*>(to);
    __builtin_ia32_storeups512_mask(p, (vec_t<float, 16>)v.raw, (1u << count) - 1);
  }
}
#else
template <class V>
inline constexpr bool has_masked_move = false;
template <class V>
V masked_load(const lane_t<V>* from, int count) = delete;
template <class V>
void masked_store(lane_t<V>* to, V v, int count) = delete;
#endif

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
