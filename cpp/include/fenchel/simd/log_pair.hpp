// SPDX-License-Identifier: Apache-2.0
// The logarithm of a double to about 2^-68, as an unevaluated sum: pow multiplies its
// error by up to 709.
#pragma once

#include <fenchel/simd/log.hpp>
#include <fenchel/simd/pair.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// log((1+s)/(1-s)) = 2s + 2/3 s^3 + 2/5 s^5 + s^7 log_pair_terms(s^2), minimax.
inline constexpr double log_pair_terms[] = {
    0x1.24924924924d4p-2, 0x1.c71c71c6fb6e9p-3, 0x1.745d176ee29d9p-3, 0x1.3b1399d7a6adep-3,
    0x1.11180e1c56ecfp-3, 0x1.df9e8a62a504dp-4, 0x1.def6ace528447p-4};

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

/// z a c, a term of the series from the one before.
template <class V>
FENCHEL_INLINE Pair<V> next_term(Pair<V> z, Pair<V> a, Pair<double> c) {
  const Pair<V> power = pair_product(z, a);
  return pair_product(power, Pair<V>{V(c.hi), V(c.lo)});
}

/// log(2^k m).
template <class V>
FENCHEL_INLINE Pair<V> log_pair(V k, V m) {
  constexpr Pair<double> third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
  constexpr Pair<double> three_fifths = {0x1.3333333333333p-1, 0x1.999999999999ap-56};
  const Pair<V> s = atanh_argument(m);
  const Pair<V> twice = {s.hi + s.hi, s.lo + s.lo};
  const Pair<V> square = two_product(s.hi, s.hi);
  const Pair<V> z = {square.hi, fma(twice.hi, s.lo, square.lo)};
  const Pair<V> cubic = next_term(z, twice, third);
  const Pair<V> quintic = next_term(z, cubic, three_fifths);
  const V seventh = (z.hi * z.hi) * (z.hi * s.hi);
  const Pair<V> a = fast_two_sum(k * V(Ln2<double>::high), twice.hi);
  const Pair<V> b = fast_two_sum(a.hi, cubic.hi);
  const Pair<V> c = fast_two_sum(b.hi, quintic.hi);
  const V low = fma(k, V(Ln2<double>::low), twice.lo + (cubic.lo + quintic.lo));
  const V rest = fma(seventh, polynomial(z.hi, log_pair_terms), low);
  return fast_two_sum(c.hi, (a.lo + (b.lo + c.lo)) + rest);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
