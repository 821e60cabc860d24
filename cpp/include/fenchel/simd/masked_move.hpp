// SPDX-License-Identifier: Apache-2.0
// Loads and stores of the first lanes of a register: one masked instruction where there is one,
// else by halves, each of them whole or partial in its turn. Nothing goes through an array, which
// would cost a stalled load.
#pragma once

#include <fenchel/simd/split.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

#if FENCHEL_SIMD_BYTES >= 32
// No masked stores: processors that take them apart need longer than for two halves.
/// All ones in the first lanes.
template <class I, int N>
FENCHEL_INLINE auto first_lanes(int count) {
  return [&]<int... K>(std::integer_sequence<int, K...>) {
    using Lanes = vec_t<I, N>;
    return Lanes(Lanes{K...} < Lanes{} + I(count));
  }(std::make_integer_sequence<int, N>{});
}

#define FENCHEL_MASKED_LOAD(type, integer, lanes, suffix)                                        \
  FENCHEL_INLINE auto load_first(const type* p, int count, std::integral_constant<int, lanes>) { \
    return __builtin_ia32_maskload##suffix(reinterpret_cast<const vec_t<type, lanes>*>(p),       \
                                           first_lanes<integer, lanes>(count));                  \
  }
FENCHEL_MASKED_LOAD(double, long long, 2, pd)
FENCHEL_MASKED_LOAD(float, int, 4, ps)
FENCHEL_MASKED_LOAD(double, long long, 4, pd256)
FENCHEL_MASKED_LOAD(float, int, 8, ps256)
#undef FENCHEL_MASKED_LOAD
#endif

#if FENCHEL_SIMD_BYTES >= 64
#define FENCHEL_MASKED_MOVE(type, lanes, suffix)                                                 \
  FENCHEL_INLINE auto load_first(const type* p, int count, std::integral_constant<int, lanes>) { \
    return __builtin_ia32_loadu##suffix##512_mask(p, vec_t<type, lanes>{}, (1u << count) - 1);   \
  }                                                                                              \
  FENCHEL_INLINE void store_first(type* p, vec_t<type, lanes> v, int count) {                    \
    __builtin_ia32_storeu##suffix##512_mask(p, v, (1u << count) - 1);                            \
  }
FENCHEL_MASKED_MOVE(double, 8, pd)
FENCHEL_MASKED_MOVE(float, 16, ps)
#undef FENCHEL_MASKED_MOVE
#endif

// GCC 12 believes that lanes beyond the end of a short array are moved, though `count` forbids it.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#endif
/// Masked moves do not look at what they move: integers go as floats of their size.
template <class T>
using float_of = std::conditional_t<sizeof(T) == 8, double, float>;

template <class V>
FENCHEL_INLINE V load_first_lanes(const lane_t<V>* from, int count) {
  using T = lane_t<V>;
  constexpr std::integral_constant<int, V::lanes> lanes;
  const auto* p = reinterpret_cast<const float_of<T>*>(from);
  if constexpr (V::lanes == 1) return V::of(count > 0 ? *from : T(0));
  else if constexpr (requires { load_first(p, count, lanes); })
    return V::of((typename V::raw_type)load_first(p, count, lanes));
  else {
    constexpr int half = V::lanes / 2;
    using Half = Packet<T, half>;
    if (count < half) return joined(load_first_lanes<Half>(from, count), Half(T(0)));
    Half low;
    std::memcpy(&low, from, sizeof low);
    return joined(low, load_first_lanes<Half>(from + half, count - half));
  }
}

template <class V>
FENCHEL_INLINE void store_first_lanes(lane_t<V>* to, V v, int count) {
  using T = lane_t<V>;
  using Raw = vec_t<float_of<T>, V::lanes>;
  auto* p = reinterpret_cast<float_of<T>*>(to);
  if constexpr (V::lanes == 1) {
    if (count > 0) *to = v.raw;
  } else if constexpr (requires { store_first(p, (Raw)v.raw, count); })
    store_first(p, (Raw)v.raw, count);
  else {
    constexpr int half = V::lanes / 2;
    const auto [low, high] = halves(v);
    if (count < half) return store_first_lanes(to, low, count);
    std::memcpy(to, &low, sizeof low);
    store_first_lanes(to + half, high, count - half);
  }
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
