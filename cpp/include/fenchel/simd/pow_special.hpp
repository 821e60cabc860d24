// SPDX-License-Identifier: Apache-2.0
// The special cases of pow, as C99 (annex F) lists them: signs, zeros, infinities, NaN.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <int N>
FENCHEL_INLINE Packet<double, N> pow_magnitude(Packet<double, N> x, Packet<double, N> y);
template <int N>
FENCHEL_INLINE Packet<float, N> pow_magnitude(Packet<float, N> x, Packet<float, N> y);

/// Infinity counts as an integer, and as an even one.
template <class V>
FENCHEL_INLINE mask_t<V> is_integer(V y) {
  const V unit = lane_t<V>(1ll << Layout<lane_t<V>>::mantissa);
  const V size = abs(y);
  return (size >= unit) | ((size + unit) - unit == size);
}
template <class V>
FENCHEL_INLINE mask_t<V> is_odd(V y) {
  return is_integer(y) & !is_integer(V(0.5) * y);
}

/// x^y with the sign of the result, given |x|^y.
template <class V>
FENCHEL_INLINE V pow_with_sign(V x, V y, V magnitude) {
  using L = Layout<lane_t<V>>;
  const bits_t<V> sign = sign_bits(x);
  const V y_signed = select(is_odd(y), flip_sign(magnitude, sign), magnitude);
  const auto undefined = (x < V(0)) & (x > V(-L::infinity)) & !is_integer(y);
  return select(undefined, V(L::nan), y_signed);
}

/// The power of anything.
template <class V>
[[gnu::noinline, gnu::cold]] V pow_anywhere(const V& x, const V& y) {
  const V infinity = Layout<lane_t<V>>::infinity;
  const V base = abs(x);
  const auto extreme = (base == V(0)) | (base == infinity) | (abs(y) == infinity);
  const auto shrinks = (base > V(1)) ^ (y > V(0));
  V magnitude = pow_magnitude(select(extreme, V(1), base), select(extreme, V(1), y));
  magnitude = select(extreme, select(shrinks, V(0), infinity), magnitude);
  magnitude = select(base == V(1), V(1), magnitude);
  const V power = select((x != x) | (y != y), x + y, pow_with_sign(x, y, magnitude));
  return select((y == V(0)) | (x == V(1)), V(1), power);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
