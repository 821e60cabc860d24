// SPDX-License-Identifier: Apache-2.0
// Fused multiply-add. Vector types have no fma, and a
// lane loop over the scalar builtin is taken apart by GCC, so the instructions are named.
#pragma once

#include <fenchel/simd/split.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

#ifdef FENCHEL_HAS_FMA
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

namespace detail {

FENCHEL_INLINE double fma_lane(double a, double b, double c) { return __builtin_fma(a, b, c); }
FENCHEL_INLINE float fma_lane(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

template <class T, int N>
FENCHEL_INLINE Packet<T, N> fma_lanes(Packet<T, N> a, Packet<T, N> b, Packet<T, N> c) {
  for (int i = 0; i < N; ++i) c.set(i, fma_lane(a[i], b[i], c[i]));
  return c;
}

#if defined(FENCHEL_HAS_FMA) && defined(__clang__)
template <class T, int N>
FENCHEL_INLINE Packet<T, N> fma_vector(Packet<T, N> a, Packet<T, N> b, Packet<T, N> c) {
  if constexpr (N == 1) return fma_lanes(a, b, c);
  else return Packet<T, N>::of(__builtin_elementwise_fma(a.raw, b.raw, c.raw));
}
#elif defined(FENCHEL_HAS_FMA)
#define FENCHEL_FMA(type, lanes, call)                                                  \
  FENCHEL_INLINE vec_t<type, lanes> fma_raw(vec_t<type, lanes> a, vec_t<type, lanes> b, \
                                            vec_t<type, lanes> c) {                     \
    return call;                                                                        \
  }
#if defined(__aarch64__)
FENCHEL_FMA(double, 2, __builtin_aarch64_fmav2df(a, b, c))
FENCHEL_FMA(float, 4, __builtin_aarch64_fmav4sf(a, b, c))
#else
FENCHEL_FMA(double, 2, __builtin_ia32_vfmaddpd(a, b, c))
FENCHEL_FMA(float, 4, __builtin_ia32_vfmaddps(a, b, c))
FENCHEL_FMA(double, 4, __builtin_ia32_vfmaddpd256(a, b, c))
FENCHEL_FMA(float, 8, __builtin_ia32_vfmaddps256(a, b, c))
#endif
#if FENCHEL_SIMD_BYTES >= 64
FENCHEL_FMA(double, 8, __builtin_ia32_vfmaddpd512_mask(a, b, c, -1, 4))
FENCHEL_FMA(float, 16, __builtin_ia32_vfmaddps512_mask(a, b, c, -1, 4))
#endif
#undef FENCHEL_FMA

template <class T, int N>
FENCHEL_INLINE Packet<T, N> fma_vector(Packet<T, N> a, Packet<T, N> b, Packet<T, N> c) {
  using V = Packet<T, N>;
  if constexpr (N == 1 || sizeof(V) < 16) return fma_lanes(a, b, c);
  else if constexpr (oversized<V>) {
    const auto [a0, a1] = halves(a);
    const auto [b0, b1] = halves(b);
    const auto [c0, c1] = halves(c);
    return joined(fma_vector(a0, b0, c0), fma_vector(a1, b1, c1));
  } else return V::of(fma_raw(a.raw, b.raw, c.raw));
}
#endif

#if defined(__aarch64__)
#define FENCHEL_REGISTER "w"
#elif defined(__AVX512VL__)
#define FENCHEL_REGISTER "v"
#else
#define FENCHEL_REGISTER "x"
#endif

/// x, of which the optimizer must not know how it was computed.
template <class T>
  requires std::is_floating_point_v<T>
FENCHEL_INLINE T unseen(T x) {
  __asm__("" : "+" FENCHEL_REGISTER(x));
  return x;
}
template <class T, int N>
FENCHEL_INLINE Packet<T, N> unseen(Packet<T, N> x) {
  if constexpr (N == 1 || sizeof(x) < 16) {
    for (int i = 0; i < N; ++i) x.set(i, unseen(T(x[i])));
  } else if constexpr (oversized<Packet<T, N>>) {
    const auto [low, high] = halves(x);
    return joined(unseen(low), unseen(high));
  } else __asm__("" : "+" FENCHEL_REGISTER(x.raw));
  return x;
}
#undef FENCHEL_REGISTER

}  // namespace detail

/// a * b + c, rounded once where the processor can, else twice.
template <class V>
  requires Ground<V>
FENCHEL_INLINE V fma(V a, V b, V c) {
#ifdef FENCHEL_HAS_FMA
  return detail::unpacked<V>(
      detail::fma_vector(detail::packed(a), detail::packed(b), detail::packed(c)));
#else
  return a * b + c;
#endif
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
