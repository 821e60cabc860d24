// SPDX-License-Identifier: Apache-2.0
// Digamma: (x - zero) p(x) around its positive zero, its asymptotic series (DLMF 5.11.2) with
// fitted coefficients beyond 2.5, the recurrence below 1 and the reflection below 0.
#pragma once

#include <fenchel/simd/by_doubles.hpp>
#include <fenchel/simd/log.hpp>
#include <fenchel/simd/pair.hpp>
#include <fenchel/simd/pi_angle.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Both interpolated at Chebyshev points: digamma(r) = (r - zero) p(r - 7/4) on [1, 2.5], and
/// digamma(x) = log x - 1 / (2 x) - z series(z) with z = 1 / x^2 beyond.
struct Digamma {
  static constexpr double series_from = 2.5;
  static constexpr double zero_less_one = 0x1.762d86356be3fp+0 - 1,
                          zero_low = 0x1.b86a722197829p-54;
  static constexpr double low = -0x1.05361567061b1p-57;
  static constexpr double p[] = {
      0x1.b763ca67112a0p-1,   -0x1.4e15b17372db4p-2,  0x1.41c830a3206e6p-3,  -0x1.510ab0e5485b7p-4,
      0x1.6effaf57e5883p-5,   -0x1.97cc6e10b933cp-6,  0x1.ca494722e2420p-7,  -0x1.0335d246182eep-7,
      0x1.266020d553268p-8,   -0x1.4f1c2e4b85d03p-9,  0x1.7e0acc36c9201p-10, -0x1.b3f100547792ap-11,
      0x1.f1bba20f0ecf9p-12,  -0x1.1c4ac344beb50p-12, 0x1.44c73e7f8147ap-13, -0x1.72295776ffc7ep-14,
      0x1.a6f99b2633514p-15,  -0x1.ef7f4dc81652bp-16, 0x1.1b1fac9c0c930p-16, -0x1.0bff86cf217f3p-17,
      0x1.32463b37b4b41p-18,  -0x1.5c189a81430a7p-18, 0x1.8dd2557337dbcp-19, 0x1.ebcd0052a705ap-21,
      -0x1.1907b4cc32e6cp-21, -0x1.4ed8ea2e54492p-20, 0x1.7eaeafac4b299p-21};
  static constexpr double series[] = {
      0x1.5555555555551p-4, -0x1.11111110fa6ddp-7, 0x1.041040bab991fp-8, -0x1.1110e1721d492p-8,
      0x1.f06ba50a8bb31p-8, -0x1.58b50a4e2a28cp-6, 0x1.4d4a1f7bb27cbp-4, -0x1.90ee8ada50e75p-2,
      0x1.02260d33bb1b0p+1, -0x1.3127aeb89a9f8p+3, 0x1.2352555496eb2p+5, -0x1.91083b66799e7p+6,
      0x1.595bf09c07245p+7, -0x1.142698d8c6e90p+7};
};

/// digamma(1 + d) for d in [0, 1.5].
template <class V>
FENCHEL_INLINE Pair<V> digamma_near_zero(V d) {
  using C = Digamma;
  const V u = d - V(0.75);
  const Pair<V> p = fast_two_sum(V(C::p[0]), fma(u, polynomial<1>(u, C::p), V(C::low)));
  const Pair<V> off = two_sum(d, V(-C::zero_less_one));
  return pair_product({off.hi, off.lo - V(C::zero_low)}, p);
}

/// log x - series, for x >= 2.5; the caller subtracts 1 / (2 x).
template <class V>
FENCHEL_INLINE Pair<V> digamma_series(V x, V inverse) {
  const auto [biased, k, m] = split_exponent(x);
  const V f = m - V(1);
  const V rest = log_rest(k, f, Log<double>::p, [](V) { return V(0); });
  const Pair<V> log = two_sum(k * V(Ln2<double>::high), f);
  const V z = inverse * inverse;
  return {log.hi, (log.lo - rest) - product(z, polynomial(z, Digamma::series))};
}

/// digamma(a) for a >= 2^-60, or where the mask holds digamma(a) + 1 / a, without cancellation.
template <class V>
[[gnu::noinline]] Pair<V> digamma_positive(const V& a, const mask_t<V>& next) {
  const auto below_one = a < V(1), far = a >= V(Digamma::series_from);
  const Pair<V> inverse = pair_inverse(Pair<V>{a, V(0)});
  Pair<V> y = digamma_near_zero(select(below_one, a, select(far, V(0), a - V(1))));
  if (any(far)) y = select(far, digamma_series(a, inverse.hi), y);
  const V share = select(below_one, V(-1), select(far, V(-0.5), V(0)));
  const V times = select(next, share + V(1), share);
  return pair_sum(y, {product(times, inverse.hi), product(times, inverse.lo)});
}

/// pi cot(pi a).
template <class V>
FENCHEL_INLINE Pair<V> pi_cotangent(V a) {
  constexpr double pi = 0x1.921fb54442d18p+1, low = 0x1.1a62633145c07p-53;
  const V off = off_integer(a);
  const auto angle = sincos_of_pi(abs(off));
  const Pair<V> numerator = pair_product({V(pi), V(low)}, angle.cosine);
  const Pair<V> y = pair_product(numerator, pair_inverse(angle.sine));
  return {flip_sign(y.hi, sign_bits(off)), flip_sign(y.lo, sign_bits(off))};
}

/// digamma(-a) = digamma(a) + 1 / a + pi cot(pi a); NaN at the poles.
template <class V>
FENCHEL_INLINE V digamma_negative(V a) {
  const Pair<V> y = pair_sum(digamma_positive(a, a == a), pi_cotangent(a));
  return select(off_integer(a) == V(0), V(Layout<double>::nan), y.hi + y.lo);
}

template <class V>
[[gnu::noinline, gnu::cold]] V digamma_anywhere(const V& x) {
  const V a = abs(x);
  const auto small = a < V(0x1p-60), negative = x < V(0);
  const V size = select(small | !(a < V(0x1p500)), V(3), a);
  const Pair<V> right = digamma_positive(size, size != size);
  V y = right.hi + right.lo;
  if (any(negative)) {
    const auto between = size < V(0x1p52);  // beyond there are integers only
    const V left = digamma_negative(select(between, size, V(0.5)));
    y = select(negative, select(between, left, V(Layout<double>::nan)), y);
  }
  y = select(a < V(0x1p500), y, select(negative, V(Layout<double>::nan), log_anywhere(x)));
  return select(small, V(-1) / x, y);
}

template <int N>
FENCHEL_INLINE Packet<double, N> digamma_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  if (any_outside(x, 0x1p-60, 0x1p500)) [[unlikely]]
    return aside(digamma_anywhere<V>, x);
  const Pair<V> y = digamma_positive(x, x != x);
  return y.hi + y.lo;
}

template <int N>
FENCHEL_INLINE Packet<float, N> digamma_packet(Packet<float, N> x) {
  return by_doubles([](auto y) __attribute__((always_inline)) { return digamma_packet(y); }, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V digamma(V x) {
  return detail::unpacked<V>(detail::digamma_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
