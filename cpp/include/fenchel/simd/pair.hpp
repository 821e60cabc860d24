// SPDX-License-Identifier: Apache-2.0
// Arithmetic of unevaluated sums: what special functions need to add several large terms.
#pragma once

#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/exact.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE Pair<V> select(Mask<lane_t<V>, V::lanes> m, Pair<V> a, Pair<V> b) {
  return {simd::select(m, a.hi, b.hi), simd::select(m, a.lo, b.lo)};
}

template <class V>
FENCHEL_INLINE Pair<V> pair_sum(Pair<V> a, Pair<V> b) {
  const Pair<V> s = two_sum(a.hi, b.hi);
  return {s.hi, s.lo + (a.lo + b.lo)};
}

template <class V>
FENCHEL_INLINE Pair<V> negated(Pair<V> a) {
  return {-a.hi, -a.lo};
}

/// a b to a little less than twice the precision.
template <class V>
FENCHEL_INLINE Pair<V> pair_product(Pair<V> a, Pair<V> b) {
  const Pair<V> p = two_product(a.hi, b.hi);
  return {p.hi, fma(a.hi, b.lo, fma(a.lo, b.hi, p.lo))};
}

/// 1 / (a.hi + a.lo).
template <class V>
FENCHEL_INLINE Pair<V> pair_inverse(Pair<V> a) {
  const V inverse = V(1) / a.hi;
  return {inverse, product(inverse, fma(-inverse, a.lo, residual(V(1), inverse, a.hi)))};
}

}  // namespace detail

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
