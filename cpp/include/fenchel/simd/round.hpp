// SPDX-License-Identifier: Apache-2.0
// Rounding to whole numbers: down, up, to the nearest (ties to even), towards zero. Exact, and so
// the same bits at every width; the sign of zero, infinities and NaN stay.
#pragma once

#include <cmath>
#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// By the numbers of the processor's instruction.
enum class Rounding { nearest = 0, down = 1, up = 2, toward_zero = 3 };

/// Without an instruction: a sum with 2^mantissa has no fraction, and larger numbers have none.
template <Rounding R, class V>
FENCHEL_INLINE V round_by_sum(V x) {
  const V unit = lane_t<V>(1ll << Layout<lane_t<V>>::mantissa);
  const V size = abs(x);
  if constexpr (R == Rounding::up) return -round_by_sum<Rounding::down>(-x);
  else if constexpr (R == Rounding::toward_zero)
    return with_sign(round_by_sum<Rounding::down>(size), x);
  else {
    const V nearest = select(size < unit, with_sign((size + unit) - unit, x), x);
    if constexpr (R == Rounding::nearest) return nearest;
    else return select(nearest > x, nearest - V(1), nearest);
  }
}

/// By the C library, which is one instruction where the compiler knows of it.
template <Rounding R, class T>
FENCHEL_INLINE T round_by_library(T x) {
  if constexpr (R == Rounding::nearest) return std::nearbyint(x);
  else if constexpr (R == Rounding::down) return std::floor(x);
  else if constexpr (R == Rounding::up) return std::ceil(x);
  else return std::trunc(x);
}

#if defined(__clang__)
template <Rounding R, class V>
FENCHEL_INLINE V round_vector(V x) {
  if constexpr (R == Rounding::nearest) return V::of(__builtin_elementwise_roundeven(x.raw));
  else if constexpr (R == Rounding::down) return V::of(__builtin_elementwise_floor(x.raw));
  else if constexpr (R == Rounding::up) return V::of(__builtin_elementwise_ceil(x.raw));
  else return V::of(__builtin_elementwise_trunc(x.raw));
}
#else
#define FENCHEL_ROUND(type, lanes, call)                              \
  template <Rounding R>                                               \
  FENCHEL_INLINE vec_t<type, lanes> round_raw(vec_t<type, lanes> x) { \
    constexpr int how = int(R) | 8; /* 8: no inexact exception */     \
    return call;                                                      \
  }
#if defined(__SSE4_1__)
FENCHEL_ROUND(double, 2, __builtin_ia32_roundpd(x, how))
FENCHEL_ROUND(float, 4, __builtin_ia32_roundps(x, how))
#endif
#if FENCHEL_SIMD_BYTES >= 32
FENCHEL_ROUND(double, 4, __builtin_ia32_roundpd256(x, how))
FENCHEL_ROUND(float, 8, __builtin_ia32_roundps256(x, how))
#endif
#if FENCHEL_SIMD_BYTES >= 64
FENCHEL_ROUND(double, 8, __builtin_ia32_rndscalepd_mask(x, how, x, -1, 4))
FENCHEL_ROUND(float, 16, __builtin_ia32_rndscaleps_mask(x, how, x, -1, 4))
#endif
#undef FENCHEL_ROUND

template <Rounding R, class V>
FENCHEL_INLINE V round_vector(V x) {
  if constexpr (requires { round_raw<R>(x.raw); }) return V::of(round_raw<R>(x.raw));
  else if constexpr (oversized<V>) {
    const auto [low, high] = halves(x);
    return joined(round_vector<R>(low), round_vector<R>(high));
  } else return round_by_sum<R>(x);
}
#endif

/// GCC calls the library for a number (it thinks of exceptions), so that is a register's first
/// lane.
template <Rounding R, class T>
FENCHEL_INLINE T round_number(T x) {
  using Register = vec_t<T, 16 / sizeof(T)>;
  if constexpr (requires { round_raw<R>(Register{}); }) return round_raw<R>(Register{x})[0];
  else return round_by_library<R>(x);
}

template <Rounding R, class V>
FENCHEL_INLINE V rounded(V x) {
  if constexpr (!Ground<V>) return x;  // integers are whole
  else if constexpr (std::is_arithmetic_v<V>) return round_number<R>(x);
  else if constexpr (V::lanes == 1) return V::of(round_number<R>(x.raw));
  else return round_vector<R>(x);
}

}  // namespace detail

template <class V>
  requires Number<V>
FENCHEL_INLINE V floor(V x) {
  return detail::rounded<detail::Rounding::down>(x);
}

template <class V>
  requires Number<V>
FENCHEL_INLINE V ceil(V x) {
  return detail::rounded<detail::Rounding::up>(x);
}

/// The nearest whole number; halfway between two, the even one.
template <class V>
  requires Number<V>
FENCHEL_INLINE V round(V x) {
  return detail::rounded<detail::Rounding::nearest>(x);
}

template <class V>
  requires Number<V>
FENCHEL_INLINE V trunc(V x) {
  return detail::rounded<detail::Rounding::toward_zero>(x);
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
