// SPDX-License-Identifier: Apache-2.0
// Complementary error function: e^(-x^2) times the scaled one, with x^2 and both factors in pairs;
// 2 - erfc(-x) on the left.
#pragma once

#include <fenchel/simd/scaled_erfc.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// erfc |x| = (hi + lo) 2^n.
template <class V>
FENCHEL_INLINE Decay<V> erfc_parts(V size) {
  const Decay<V> e = decay(two_product(size, size));
  return {pair_product(e.mantissa, scaled_erfc(Pair<V>{size, V(0)})), e.sum};
}

/// The tail where its power of two may leave the range; it ends at 27.3.
template <class V>
[[gnu::noinline, gnu::cold]] V erfc_anywhere(const V& x) {
  const auto y = erfc_parts(at_most(abs(x), 28));
  const V tail = scale_widely(y.mantissa.hi + y.mantissa.lo, y.sum);
  return select(x < V(0), V(2) - tail, tail);
}

template <int N>
FENCHEL_INLINE Packet<double, N> erfc_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  const V size = abs(x);
  if (any_beyond(size, 26)) [[unlikely]]
    return aside(erfc_anywhere<V>, x);
  const auto y = erfc_parts(size);
  const V tail = product(y.mantissa.hi + y.mantissa.lo, power_of_two<V>(to_bits(y.sum)));
  return select(x < V(0), V(2) - tail, tail);
}

template <int N>
FENCHEL_INLINE Packet<float, N> erfc_packet(Packet<float, N> x) {
  const auto f = [](auto y) __attribute__((always_inline)) {
    using V = decltype(y);
    const V size = at_most(abs(y), 12);
    const V tail = product(brief_scaled_erfc(size), brief_exp(-product(size, size)));
    return select(y < V(0), V(2) - tail, tail);
  };
  return by_doubles(f, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V erfc(V x) {
  return detail::unpacked<V>(detail::erfc_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
