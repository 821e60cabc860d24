// SPDX-License-Identifier: Apache-2.0
// Square root: correctly rounded by the processor, one instruction for a packet.
#pragma once

#include <cmath>
#include <fenchel/simd/split.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

#if defined(__clang__)
template <class T, int N>
FENCHEL_INLINE Packet<T, N> sqrt_vector(Packet<T, N> x) {
  if constexpr (N == 1) return Packet<T, N>::of(std::sqrt(x.raw));
  else return Packet<T, N>::of(__builtin_elementwise_sqrt(x.raw));
}
#else
#define FENCHEL_SQRT(type, lanes, call) \
  FENCHEL_INLINE vec_t<type, lanes> sqrt_raw(vec_t<type, lanes> x) { return call; }
#if defined(__SSE2__)
FENCHEL_SQRT(double, 2, __builtin_ia32_sqrtpd(x))
FENCHEL_SQRT(float, 4, __builtin_ia32_sqrtps(x))
#endif
#if defined(__aarch64__)
FENCHEL_SQRT(double, 2, __builtin_aarch64_sqrtv2df(x))
FENCHEL_SQRT(float, 4, __builtin_aarch64_sqrtv4sf(x))
#endif
#if FENCHEL_SIMD_BYTES >= 32
FENCHEL_SQRT(double, 4, __builtin_ia32_sqrtpd256(x))
FENCHEL_SQRT(float, 8, __builtin_ia32_sqrtps256(x))
#endif
#if FENCHEL_SIMD_BYTES >= 64
FENCHEL_SQRT(double, 8, __builtin_ia32_sqrtpd512_mask(x, x, -1, 4))
FENCHEL_SQRT(float, 16, __builtin_ia32_sqrtps512_mask(x, x, -1, 4))
#endif
#undef FENCHEL_SQRT

template <class T, int N>
FENCHEL_INLINE Packet<T, N> sqrt_vector(Packet<T, N> x) {
  using V = Packet<T, N>;
  if constexpr (N == 1) return V::of(std::sqrt(x.raw));
  else if constexpr (requires { sqrt_raw(x.raw); }) return V::of(sqrt_raw(x.raw));
  else {
    const auto [low, high] = halves(x);
    return joined(sqrt_vector(low), sqrt_vector(high));
  }
}
#endif

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V sqrt(V x) {
  return detail::unpacked<V>(detail::sqrt_vector(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
