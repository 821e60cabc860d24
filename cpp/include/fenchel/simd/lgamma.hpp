// SPDX-License-Identifier: Apache-2.0
// log |Gamma(x)|: (x-1)(x-2) p(x) around its zeros, Stirling's series (DLMF 5.11) with fitted
// coefficients beyond 2.5, the recurrence below 1 and the reflection below 0; all sums in pairs.
#pragma once

#include <fenchel/simd/by_doubles.hpp>
#include <fenchel/simd/lgamma_brief.hpp>
#include <fenchel/simd/log_pair.hpp>
#include <fenchel/simd/pair.hpp>
#include <fenchel/simd/pi_angle.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Both interpolated at Chebyshev points: lgamma(r) = (r-1)(r-2) p(r - 7/4) on [1, 2.5], and
/// lgamma(x) = (x - 1/2) log x - x + log(2 pi) / 2 + series(1 / x^2) / x beyond.
struct Lgamma {
  static constexpr double series_from = 2.5;
  static constexpr double low = 0x1.0caebaf0f8112p-56;
  static constexpr double p[] = {
      0x1.ccf151e09cde8p-2,  -0x1.e96586307946ep-4,  0x1.6cb62517118dap-5,   -0x1.382e176f60ad9p-6,
      0x1.1f9587fa21978p-7,  -0x1.14f7c58eb2647p-8,  0x1.12aa72f53cf05p-9,   -0x1.1605626db0c87p-10,
      0x1.1daed671f2d06p-11, -0x1.28f267e3e6bf9p-12, 0x1.377643bb6ff22p-13,  -0x1.49179497db9a2p-14,
      0x1.5ddb7bf9f03f3p-15, -0x1.75d41586fe812p-16, 0x1.90d72d04ecab8p-17,  -0x1.afd569e9932b0p-18,
      0x1.d7f7c7ff850b7p-19, -0x1.ffd214be26a73p-20, 0x1.f9ffa177fced2p-21,  -0x1.13519a304b483p-21,
      0x1.d2ab7356b2efcp-22, -0x1.0032fdb1b8854p-22, -0x1.1ea38134efb1bp-25, 0x1.43cd36659bd6bp-26,
      0x1.876410711761ap-24, -0x1.b05ceec2a1f35p-25};
  static constexpr double series[] = {
      0x1.5555555555555p-4,  -0x1.6c16c16c11fcbp-9,  0x1.a01a01813ef0fp-11, -0x1.38136d3b83097p-11,
      0x1.b94aff384cd8dp-11, -0x1.f5f05f288033dp-10, 0x1.9d79315aca7bdp-8,  -0x1.b9142bb91c21ep-6,
      0x1.061ee605ce645p-3,  -0x1.2702423894f11p-1,  0x1.117453ee7f2acp+1,  -0x1.71a62fa297ff0p+2,
      0x1.3a9ccd14ee25ep+3,  -0x1.f32376819865fp+2};
};

/// The logarithm of a pair.
template <class V>
FENCHEL_INLINE Pair<V> log_of_pair(Pair<V> x) {
  const auto [biased, k, m] = split_exponent(x.hi);
  const Pair<V> y = log_pair(k, m);
  return {y.hi, y.lo + x.lo / x.hi};
}

/// lgamma(1 + d) for d in [0, 1.5].
template <class V>
FENCHEL_INLINE Pair<V> lgamma_near_zeros(V d) {
  using C = Lgamma;
  const V u = d - V(0.75);
  const Pair<V> p = fast_two_sum(V(C::p[0]), fma(u, polynomial<1>(u, C::p), V(C::low)));
  return pair_product(two_product(d, d - V(1)), p);
}

/// (x - 1/2)(log x - 1) + (log(2 pi) - 1) / 2 + series / x, which does not overflow before its
/// value.
template <class V>
FENCHEL_INLINE Pair<V> lgamma_series(V x, Pair<V> log) {
  constexpr double hi = 0x1.acfe390c97d69p-2, lo = 0x1.3494bc9001442p-56;
  const Pair<V> main = pair_product(two_sum(x, V(-0.5)), pair_sum(log, {V(-1), V(0)}));
  const V inverse = V(1) / x;
  const V rest = fma(inverse, polynomial(inverse * inverse, Lgamma::series), V(lo));
  const Pair<V> y = pair_sum(main, {V(hi), rest});
  return fast_two_sum(y.hi, y.lo);  // the rest is not small
}

/// For x from 2^-60 to 2^500.
template <class V>
[[gnu::noinline]] Pair<V> lgamma_positive(const V& x) {
  const auto below_one = x < V(1), far = x >= V(Lgamma::series_from);
  const Pair<V> near = lgamma_near_zeros(select(below_one, x, select(far, V(0), x - V(1))));
  if (!any(below_one | far)) return near;
  const Pair<V> log = log_of_pair(Pair<V>{x, V(0)});
  return select(far, lgamma_series(x, log), select(below_one, pair_sum(near, negated(log)), near));
}

/// log |Gamma(-a)| = log pi - log(a sin(pi a)) - log Gamma(a), for a from 2^-60 to 2^52.
template <class V>
FENCHEL_INLINE V lgamma_negative(V a) {
  constexpr double hi = 0x1.250d048e7a1bdp+0, lo = 0x1.7abf2ad8d5088p-57;  // log pi
  const V off = abs(off_integer(a));
  const Pair<V> log = log_of_pair(pair_product({a, V(0)}, sincos_of_pi(off).sine));
  const Pair<V> y = pair_sum({V(hi), V(lo)}, negated(pair_sum(log, lgamma_positive(a))));
  return select(off == V(0), V(Layout<double>::infinity), y.hi + y.lo);
}

/// x (log x - 1) for a huge x, computed below its overflow.
template <class V>
FENCHEL_INLINE V lgamma_huge(V x) {
  const Pair<V> slope = pair_sum(log_of_pair(Pair<V>{x, V(0)}), {V(-1), V(0)});
  const Pair<V> y = pair_product(Pair<V>{x * V(0x1p-600), V(0)}, slope);
  return (y.hi + y.lo) * V(0x1p600);
}

template <class V>
[[gnu::noinline, gnu::cold]] V lgamma_anywhere(const V& x) {
  const V a = abs(x), infinity = Layout<double>::infinity;
  const auto small = a < V(0x1p-60), huge = a >= V(0x1p500);
  const V size = select(small | huge, V(3), a);
  const Pair<V> right = lgamma_positive(size);
  V y = right.hi + right.lo;
  if (any(x < V(0)))
    y = select(
        x < V(0),
        select(size < V(0x1p52), lgamma_negative(select(size < V(0x1p52), size, V(1))), infinity),
        y);
  y = select(small, -log_anywhere(a), y);
  y = select(huge, select((x > V(0)) & (x < infinity), lgamma_huge(a), infinity), y);
  return select(x == x, y, x);
}

template <int N>
FENCHEL_INLINE Packet<double, N> lgamma_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  if (any_outside(x, 0x1p-60, 0x1p500)) [[unlikely]]
    return aside(lgamma_anywhere<V>, x);
  const Pair<V> y = lgamma_positive(x);
  return y.hi + y.lo;
}

template <int N>
[[gnu::noinline, gnu::cold]] Packet<float, N> lgamma_aside(const Packet<float, N>& x) {
  return by_doubles([](auto y) __attribute__((always_inline)) { return lgamma_packet(y); }, x);
}

template <int N>
FENCHEL_INLINE Packet<float, N> lgamma_packet(Packet<float, N> x) {
  using V = Packet<float, N>;
  const auto positive = (x > V(0)) & (x < V(Layout<float>::infinity));
  const auto brief = [](auto y) __attribute__((always_inline)) { return lgamma_brief(y); };
  const V y = by_doubles(brief, select(positive, x, V(1)));
  if (any(!positive)) [[unlikely]]
    return select(positive, y, aside(lgamma_aside<N>, x));
  return y;
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V lgamma(V x) {
  return detail::unpacked<V>(detail::lgamma_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
