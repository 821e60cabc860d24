// SPDX-License-Identifier: Apache-2.0
// x Phi(x) with Phi the normal distribution: Phi(-x) = erfc(x / sqrt(2)) / 2, where x^2 / 2 is
// known exactly, so that neither tail loses digits.
#pragma once

#include <fenchel/simd/scaled_erfc.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Phi(-|x|) = (hi + lo) 2^n, for |x| <= 40.
template <class V>
FENCHEL_INLINE Decay<V> normal_tail(V size) {
  constexpr double hi = 0x1.6a09e667f3bcdp-1, lo = -0x1.bdd3413b26456p-55;  // sqrt(1/2)
  const Pair<V> square = two_product(size, V(0.5) * size);
  const Pair<V> root = two_product(size, V(hi));
  const Pair<V> scaled = scaled_erfc(Pair<V>{root.hi, fma(size, V(lo), root.lo)});
  const Decay<V> e = decay(square);
  const Pair<V> y = pair_product(e.mantissa, scaled);
  return {{V(0.5) * y.hi, V(0.5) * y.lo}, e.sum};
}

/// x Phi(x) from the two parts of Phi.
template <class V>
FENCHEL_INLINE V times_normal(V x, Pair<V> phi) {
  const Pair<V> sum = fast_two_sum(phi.hi, phi.lo);
  return fma(x, sum.hi, x * sum.lo);
}

template <class V>
FENCHEL_INLINE V gelu_ordinary(V x) {
  const auto tail = normal_tail(abs(x));
  const V up = power_of_two<V>(to_bits(tail.sum));
  const Pair<V> y = {product(tail.mantissa.hi, up), product(tail.mantissa.lo, up)};
  const Pair<V> rest = fast_two_sum(V(1), -y.hi);
  const auto left = x < V(0);
  const V value = times_normal(x, select(left, tail.mantissa, {rest.hi, rest.lo - y.lo}));
  return with_sign(abs(product(value, select(left, up, V(1)))), x);  // a zero may be of both
}

/// Far out it is x on the right; the left tail may be denormal, and ends at -38.6.
template <class V>
[[gnu::noinline, gnu::cold]] V gelu_anywhere(const V& x) {
  const V size = at_most(abs(x), 40);
  const auto tail = normal_tail(size);
  const V left = scale_widely(times_normal(-size, tail.mantissa), tail.sum);
  return select(size < V(37), gelu_ordinary(x), select(x < V(0), left, x));
}

template <int N>
FENCHEL_INLINE Packet<double, N> gelu_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  if (any_beyond(abs(x), 37)) [[unlikely]]
    return aside(gelu_anywhere<V>, x);
  return gelu_ordinary(x);
}

template <int N>
FENCHEL_INLINE Packet<float, N> gelu_packet(Packet<float, N> x) {
  const auto f = [](auto y) __attribute__((always_inline)) {
    using V = decltype(y);
    const V size = at_most(abs(y), 16);
    const V tail = product(V(0.5) * brief_scaled_erfc(V(0x1.6a09e667f3bcdp-1) * size),
                           brief_exp(V(-0.5) * size * size));
    return select(y < V(0), at_least(y, -16) * tail, y * (V(1) - tail));
  };
  return by_doubles(f, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V gelu(V x) {
  return detail::unpacked<V>(detail::gelu_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
