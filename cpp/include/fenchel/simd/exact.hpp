// SPDX-License-Identifier: Apache-2.0
// Sums and products with their rounding errors, and quotients corrected by their residual.
#pragma once

#include <fenchel/simd/fma.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// a * b rounded, which the compiler may not fuse into a sum it feeds. GCC keeps the fma of -0,
/// which changes no number; clang makes it a product again, so it does not see where that comes
/// from.
template <class V>
FENCHEL_INLINE V product(V a, V b) {
  if constexpr (!has_fma) return a * b;
#ifdef __clang__
  else return unseen(a * b);
#else
  else return fma(a, b, V(lane_t<V>(-0.0)));
#endif
}

/// An unevaluated sum: `hi` is near the value, `lo` corrects it.
template <class V>
struct Pair {
  V hi, lo;
};

/// a + b exactly, if |a| >= |b| or a = 0.
template <class V>
FENCHEL_INLINE Pair<V> fast_two_sum(V a, V b) {
  const V s = a + b;
  return {s, b - (s - a)};
}

/// a + b exactly.
template <class V>
FENCHEL_INLINE Pair<V> two_sum(V a, V b) {
  const V s = a + b;
  const V b_part = s - a;
  return {s, (a - (s - b_part)) + (b - b_part)};
}

/// Upper half of the bits of x, for exact products without fma (Veltkamp).
template <class V>
FENCHEL_INLINE V upper_half(V x) {
  const V t = x * V(sizeof(lane_t<V>) == 8 ? 134217729.0 : 4097.0);
  return t - (t - x);
}

/// a * b exactly.
template <class V>
FENCHEL_INLINE Pair<V> two_product(V a, V b) {
  const V p = product(a, b);
  if constexpr (has_fma) return {p, fma(a, b, -p)};
  else {
    const V ah = upper_half(a), bh = upper_half(b), al = a - ah, bl = b - bh;
    return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
  }
}

/// c - a * b to nearly twice the precision, for a product close to c.
template <class V>
FENCHEL_INLINE V residual(V c, V a, V b) {
  if constexpr (has_fma) return fma(-a, b, c);
  else {
    const V ah = upper_half(a), bh = upper_half(b);
    return ((c - ah * bh) - ah * (b - bh)) - (a - ah) * b;
  }
}

/// 1 / (x.hi + x.lo), rounded.
template <class V>
FENCHEL_INLINE V reciprocal(Pair<V> x) {
  const V y = V(1) / x.hi;
  return fma(y, fma(-y, x.lo, residual(V(1), y, x.hi)), y);
}

/// A quotient before its last rounding: near + rest * inverse.
template <class V>
struct Division {
  V near, inverse, rest;
};

template <class V>
FENCHEL_INLINE Division<V> divide(Pair<V> a, Pair<V> b) {
  const V inverse = V(1) / b.hi;
  const V q = product(a.hi, inverse);
  return {q, inverse, fma(-q, b.lo, residual(a.hi, q, b.hi) + a.lo)};
}

/// (a.hi + a.lo) / (b.hi + b.lo) to a little more than the precision of the type, rounded.
template <class V>
FENCHEL_INLINE V quotient(Pair<V> a, Pair<V> b) {
  const Division<V> d = divide(a, b);
  return fma(d.inverse, d.rest, d.near);
}

/// The same as an unevaluated sum.
template <class V>
FENCHEL_INLINE Pair<V> quotient_pair(Pair<V> a, Pair<V> b) {
  const Division<V> d = divide(a, b);
  return {d.near, product(d.rest, d.inverse)};
}
template <class V>
FENCHEL_INLINE Pair<V> quotient_pair(V a, V b) {
  const V inverse = V(1) / b;
  const V q = product(a, inverse);
  return {q, product(residual(a, q, b), inverse)};
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
