// SPDX-License-Identifier: Apache-2.0
// The logarithm of a double to about 2^-65, as an unevaluated sum: what pow needs.
#pragma once

#include <fenchel/simd/log.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// log((1+s)/(1-s)) = 2s + 2/3 s^3 + s^5 log_pair_terms(s^2), minimax.
inline constexpr double log_pair_terms[] = {
    0x1.9999999999996p-2, 0x1.2492492492f50p-2, 0x1.c71c71c596bc9p-3, 0x1.745d18293d98cp-3,
    0x1.3b1364d04d540p-3, 0x1.11206e1d1908dp-3, 0x1.de3d9b4dd3700p-4, 0x1.eac4644f1da5dp-4};

/// s = (m - 1) / (m + 1).
template <class V>
FENCHEL_INLINE Pair<V> atanh_argument(V m) {
  const V f = m - V(1);
  const V below = V(2) + f;
  const V below_lost = f - (below - V(2));
  const V inverse = V(1) / below;
  const V s = product(f, inverse);  // it is doubled below, which must not be fused
  return {s, fma(-s, below_lost, residual(f, s, below)) * inverse};
}

/// 2/3 (s.hi + s.lo)^3 with s.hi^2 = z.
template <class V>
FENCHEL_INLINE Pair<V> cubic_term(Pair<V> s, Pair<V> z) {
  constexpr double hi = 0x1.5555555555555p-1, lo = 0x1.5555555555555p-55;
  const Pair<V> cube = two_product(z.hi, s.hi);
  const V cube_lo = cube.lo + fma(V(3) * z.hi, s.lo, z.lo * s.hi);
  const Pair<V> y = two_product(V(hi), cube.hi);
  return {y.hi, y.lo + fma(V(lo), cube.hi, V(hi) * cube_lo)};
}

/// log(2^k m).
template <class V>
FENCHEL_INLINE Pair<V> log_pair(V k, V m) {
  const Pair<V> s = atanh_argument(m);
  const Pair<V> z = two_product(s.hi, s.hi);
  const Pair<V> cubic = cubic_term(s, z);
  const V fifth = z.hi * z.hi * s.hi;
  const Pair<V> first = fast_two_sum(k * V(Ln2<double>::high), s.hi + s.hi);
  const Pair<V> second = fast_two_sum(first.hi, cubic.hi);
  const V low = fma(k, V(Ln2<double>::low), fma(V(2), s.lo, cubic.lo));
  const V rest = fma(fifth, polynomial(z.hi, log_pair_terms), low);
  return fast_two_sum(second.hi, (first.lo + second.lo) + rest);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
