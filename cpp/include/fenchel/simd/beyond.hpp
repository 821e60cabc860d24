// SPDX-License-Identifier: Apache-2.0
// The test in front of a cold path: is a lane out of the range of the ordinary one?
#pragma once

#include <fenchel/simd/split.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

inline constexpr int not_less = 21, not_greater_or_equal = 25;  // they hold for NaN, silently

#if FENCHEL_SIMD_BYTES >= 64 && !defined(__clang__)
// GCC spreads the mask of a comparison over a vector before it asks whether a lane is set.
template <int Predicate>
FENCHEL_INLINE bool any_compared(vec_t<double, 8> x, vec_t<double, 8> y) {
  return __builtin_ia32_cmppd512_mask(x, y, Predicate, -1, 4) != 0;
}
template <int Predicate>
FENCHEL_INLINE bool any_compared(vec_t<float, 16> x, vec_t<float, 16> y) {
  return __builtin_ia32_cmpps512_mask(x, y, Predicate, -1, 4) != 0;
}
#endif

/// Whether a lane is not below the limit; NaN is not.
template <class V>
FENCHEL_INLINE bool any_beyond(V x, lane_t<V> limit) {
  if constexpr (requires { any_compared<not_less>(x.raw, x.raw); })
    return any_compared<not_less>(x.raw, V(limit).raw);
  else return any(!(x < V(limit)));
}

/// Whether a lane is not in [low, high).
template <class V>
FENCHEL_INLINE bool any_outside(V x, lane_t<V> low, lane_t<V> high) {
  if constexpr (requires { any_compared<not_less>(x.raw, x.raw); })
    return any_compared<not_greater_or_equal>(x.raw, V(low).raw) | any_beyond(x, high);
  else return any(!((x >= V(low)) & (x < V(high))));
}

/// Calls a cold path with copies, so that the arguments themselves need not live in memory.
template <class F, class... V>
FENCHEL_INLINE auto aside(F cold_path, V... copies) {
  return cold_path(copies...);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
