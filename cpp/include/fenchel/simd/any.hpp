// SPDX-License-Identifier: Apache-2.0
// Does a mask hold in any lane, in all lanes? One movemask instruction where there is one.
#pragma once

#include <fenchel/simd/mask.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class T, int N>
FENCHEL_INLINE bool any_lane(Mask<T, N> m) {
  bool found = false;
  for (int i = 0; i < N; ++i) found |= m[i];
  return found;
}

#if defined(__clang__)
template <class T, int N>
FENCHEL_INLINE bool any_vector(Mask<T, N> m) {
  return __builtin_reduce_or(m.raw) != 0;
}
#else
// GCC does not find the movemask in a reduction, so it is named. Bit i stands for lane i.
#define FENCHEL_LANE_BITS(type, lanes, call) \
  FENCHEL_INLINE unsigned lane_bits(vec_t<type, lanes> m) { return unsigned(call); }
#if defined(__SSE2__)
FENCHEL_LANE_BITS(std::int64_t, 2, __builtin_ia32_movmskpd((vec_t<double, 2>)m))
FENCHEL_LANE_BITS(std::int32_t, 4, __builtin_ia32_movmskps((vec_t<float, 4>)m))
#endif
#if FENCHEL_SIMD_BYTES >= 32
FENCHEL_LANE_BITS(std::int64_t, 4, __builtin_ia32_movmskpd256((vec_t<double, 4>)m))
FENCHEL_LANE_BITS(std::int32_t, 8, __builtin_ia32_movmskps256((vec_t<float, 8>)m))
#endif
#if FENCHEL_SIMD_BYTES >= 64
FENCHEL_LANE_BITS(std::int64_t, 8, __builtin_ia32_cvtq2mask512((vec_t<long long, 8>)m))
FENCHEL_LANE_BITS(std::int32_t, 16, __builtin_ia32_cvtd2mask512(m))
#endif
#undef FENCHEL_LANE_BITS

#if defined(__aarch64__)
/// The largest word, which is zero only if all are.
template <class R>
  requires(sizeof(R) == 16)
FENCHEL_INLINE unsigned largest_word(R m) {
  return __builtin_aarch64_reduc_umax_scal_v4si_uu((vec_t<unsigned, 4>)m);
}
#endif

template <class T, int N>
FENCHEL_INLINE bool any_vector(Mask<T, N> m) {
  if constexpr (requires { lane_bits(m.raw); }) return lane_bits(m.raw) != 0;
  else if constexpr (requires { largest_word(m.raw); }) return largest_word(m.raw) != 0;
  else return any_lane(m);
}
#endif

}  // namespace detail

template <class T, int N>
FENCHEL_INLINE bool any(Mask<T, N> m) {
  if constexpr (N == 1) return m.raw;
  else return detail::any_vector(m);
}
template <class T, int N>
FENCHEL_INLINE bool all(Mask<T, N> m) {
  return !any(!m);
}
FENCHEL_INLINE bool any(bool m) { return m; }
FENCHEL_INLINE bool all(bool m) { return m; }

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
