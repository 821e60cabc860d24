// SPDX-License-Identifier: Apache-2.0
// Power: exp(y log x), with the logarithm as an unevaluated sum (float64) or in float64 (float32).
#pragma once

#include <fenchel/simd/exp.hpp>
#include <fenchel/simd/log_pair.hpp>
#include <fenchel/simd/pow_special.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// y (log.hi + log.lo). Without fma the exact product splits y, which must not overflow; a y that
/// large has the same effect when cut.
template <class V>
FENCHEL_INLINE Pair<V> pow_exponent(Pair<V> log, V y) {
  if constexpr (!has_fma) y = at_least(at_most(y, 0x1p990), -0x1p990);
  const Pair<V> p = two_product(y, log.hi);
  return {p.hi, fma(y, log.lo, p.lo)};
}

/// x^y for positive finite x and finite y, whatever the size of the result.
template <int N>
FENCHEL_INLINE Packet<double, N> pow_magnitude(Packet<double, N> x, Packet<double, N> y) {
  using V = Packet<double, N>;
  constexpr double clamp = Exp<double>::clamp;
  const auto small = x < V(Layout<double>::smallest);
  const auto [biased, k, m] = split_exponent(select(small, x * V(Log<double>::lift), x));
  const Pair<V> p = pow_exponent(log_pair(select(small, k - V(Log<double>::lifted), k), m), y);
  const auto far = !(abs(p.hi) < V(clamp));
  const auto a = reduce_exp(at_least(at_most(p.hi, clamp), -clamp));
  const Pair<V> e = exp_of_reduced(a.r, select(far, V(0), a.tail + p.lo));
  return scale_widely(e.hi + e.lo, a.sum);
}

template <int N>
FENCHEL_INLINE Packet<double, N> pow_packet(Packet<double, N> x, Packet<double, N> y) {
  using V = Packet<double, N>;
  using L = Layout<double>;
  const auto [biased, k, m] = split_exponent(x);
  const Pair<V> p = pow_exponent(log_pair(k, m), y);
  const auto ordinary =
      (x >= V(L::smallest)) & (x < V(L::infinity)) & (abs(p.hi) < V(Exp<double>::limit));
  if (any(!ordinary)) [[unlikely]]
    return aside(pow_anywhere<V>, x, y);
  const auto a = reduce_exp(p.hi);
  const Pair<V> e = exp_of_reduced(a.r, a.tail + p.lo);
  return product(e.hi + e.lo, power_of_two<V>(to_bits(a.sum)));
}

/// Polynomials of log and exp, short but in float64: the tables of Log and Exp cut to 2^-38.
struct ShortPow {
  static constexpr double p[] = {0x1.555555561d903p-1, 0x1.999996ab1dbefp-2, 0x1.249411316ee5cp-2,
                                 0x1.c62b50af3f166p-3, 0x1.91124471580a7p-3};
  static constexpr double q[] = {0x1.000000005e429p-1, 0x1.5555556ee0c03p-3,  0x1.5555556a49292p-5,
                                 0x1.1110be256c89bp-7, 0x1.6c16210e0367ap-10, 0x1.a15a3ae0a7252p-13,
                                 0x1.a14a3c09f0f9bp-16};
};

template <int N>
FENCHEL_INLINE Packet<float, N> pow_magnitude(Packet<float, N> x, Packet<float, N> y) {
  if constexpr (N > 1 && oversized<Packet<double, N>>) {
    const auto [x0, x1] = halves(x);
    const auto [y0, y1] = halves(y);
    return joined(pow_magnitude(x0, y0), pow_magnitude(x1, y1));
  } else {
    using V = Packet<double, N>;
    const auto [biased, k, m] = split_exponent(convert<double>(x));
    const V p = convert<double>(y) * log_binary(k, m, ShortPow::p);
    const auto a = reduce_exp(at_least(at_most(p, 200), -200));
    const V e = exp_mantissa(a.r, ShortPow::q) * power_of_two<V>(to_bits(a.sum));
    return convert<float>(e);
  }
}

template <int N>
FENCHEL_INLINE Packet<float, N> pow_packet(Packet<float, N> x, Packet<float, N> y) {
  using V = Packet<float, N>;
  const V infinity = Layout<float>::infinity;
  const auto ordinary = (x > V(0)) & (x < infinity) & (abs(y) < infinity);
  if (any(!ordinary)) [[unlikely]]
    return aside(pow_anywhere<V>, x, y);
  return pow_magnitude(x, y);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V pow(V x, V y) {
  return detail::unpacked<V>(detail::pow_packet(detail::packed(x), detail::packed(y)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
