// SPDX-License-Identifier: Apache-2.0
// The common core of erfc, erfcx and gelu: e^(x^2) erfc(x) for x >= 0 as a polynomial in
// w = 1 / (x + 2), which brings infinity to 0 and keeps the terms from cancelling.
#pragma once

#include <fenchel/simd/by_doubles.hpp>
#include <fenchel/simd/exp.hpp>
#include <fenchel/simd/pair.hpp>
#include <fenchel/simd/pow.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// e^(x^2) erfc(x) = w p(w - 1/4), minimax; the first two coefficients continue in `low`. `brief`
/// has error 2^-32, for float32.
struct ScaledErfc {
  static constexpr double low[] = {-0x1.351210ebea148p-56, -0x1.755b4b2ee6b3bp-53};
  static constexpr double p[] = {
      0x1.058671b52c776p+0,   0x1.5fd386754eff8p+1,  0x1.1e2deea6b1171p+2,
      0x1.2a88e6107df32p+1,   -0x1.606e415528f71p+2, -0x1.a89eaff92842bp+2,
      0x1.9517bb6ff1d34p+3,   0x1.b6fbfa012d273p+3,  -0x1.5ba438392ce41p+5,
      -0x1.2054505a5045cp+3,  0x1.2efa293498f0ep+7,  -0x1.1e74ead5ce0c7p+7,
      -0x1.6c01a5ce65276p+8,  0x1.0e6cdf6498be2p+10, -0x1.2de001155224cp+8,
      -0x1.e83b582efd819p+11, 0x1.0c650c8539fa1p+13, -0x1.d4d9b636cbd47p+7,
      -0x1.3103ded67f953p+15, 0x1.6cad5cfd4f5b3p+16, -0x1.a751ccfd020dap+12,
      -0x1.0a105f66d9c5bp+19, 0x1.009be8fa40c63p+20, 0x1.3030e3ecdda7cp+20,
      -0x1.58d3b478583eap+22, 0x1.aa38596a19418p+19, 0x1.57a8628c9c496p+23,
      -0x1.d500f7ae0fab6p+22};
  static constexpr double brief[] = {
      0x1.058671b52c776p+0,  0x1.5fd386639186bp+1,  0x1.1e2deeabde57fp+2, 0x1.2a890fb1dd50ep+1,
      -0x1.606e4dbc20876p+2, -0x1.a8aceefc04139p+2, 0x1.951c303de20e4p+3, 0x1.b927ea6b2a665p+3,
      -0x1.5c028bf805fbbp+5, -0x1.78a4714adbb96p+3, 0x1.3338723070a50p+7, -0x1.46736987cb400p+6,
      -0x1.a53eb6b7976b1p+8, 0x1.5af842d60e159p+8,  0x1.3662b45d03539p+9};
};

/// c + u y as a sum, for |u y| < 2 |c|.
template <class V>
FENCHEL_INLINE Pair<V> last_step(double c, double low, V u, Pair<V> y) {
  const Pair<V> term = two_product(u, y.hi);
  const Pair<V> sum = two_sum(V(c), term.hi);
  return {sum.hi, sum.lo + fma(u, y.lo, term.lo + V(low))};
}

/// 1 / (x + 2), for x below 2^500.
template <class V>
FENCHEL_INLINE Pair<V> reciprocal_from_two(Pair<V> x) {
  const Pair<V> below = two_sum(x.hi, V(2));
  return pair_inverse(Pair<V>{below.hi, below.lo + x.lo});
}

template <class V>
FENCHEL_INLINE Pair<V> scaled_erfc(Pair<V> x) {
  using C = ScaledErfc;
  const Pair<V> w = reciprocal_from_two(x);
  const Pair<V> u = two_sum(w.hi, V(-0.25));
  const V second = polynomial<2>(u.hi, C::p);
  const Pair<V> slope = last_step(C::p[1], C::low[1], u.hi, {second, V(0)});
  Pair<V> y = last_step(C::p[0], C::low[0], u.hi, slope);
  y.lo = fma(fma(u.hi, second, slope.hi), u.lo + w.lo, y.lo);  // to first order, the slope roughly
  return pair_product(y, w);
}

/// The same in one go, to 2^-32.
template <class V>
FENCHEL_INLINE V brief_scaled_erfc(V x) {
  const V w = V(1) / (x + V(2));
  return polynomial(w - V(0.25), ScaledErfc::brief) * w;
}

/// e^x to 2^-38, for |x| < 700.
template <class V>
FENCHEL_INLINE V brief_exp(V x) {
  const auto a = reduce_exp(x);
  return exp_mantissa(a.r, ShortPow::q) * power_of_two<V>(to_bits(a.sum));
}

/// e^-(s.hi + s.lo) 2^-n, and n in the low bits of `sum`.
template <class V>
struct Decay {
  Pair<V> mantissa;
  V sum;
};
template <class V>
FENCHEL_INLINE Decay<V> decay(Pair<V> s) {
  const auto a = reduce_exp(-s.hi);
  return {exp_of_reduced(a.r, a.tail - s.lo), a.sum};
}

}  // namespace detail

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
