// SPDX-License-Identifier: Apache-2.0
// 1 / sqrt(x), corrected by what the square root and the quotient lost.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Outside of [`small`, 1 / `small`] the square of the root loses bits, or overflows without fma;
/// `lift` brings the number there, `root_lift` is its root.
template <class T>
struct Rsqrt;
template <>
struct Rsqrt<double> {
  static constexpr double small = 0x1p-900, lift = 0x1p200, root_lift = 0x1p100;
};
template <>
struct Rsqrt<float> {
  static constexpr float small = 0x1p-80f, lift = 0x1p80f, root_lift = 0x1p40f;
};

template <class V>
FENCHEL_INLINE mask_t<V> is_rsqrt_ordinary(V x) {
  using T = lane_t<V>;
  return (x >= V(Rsqrt<T>::small)) & (x <= V(1 / Rsqrt<T>::small));
}

/// With s = sqrt(x) + rounding and y = 1 / s + rounding, 1 / sqrt(x) = y (1 + e) to second order.
template <class V>
FENCHEL_INLINE V rsqrt_ordinary(V x) {
  const V s = sqrt(x);
  const V y = V(1) / s;
  const V lost = product(V(-0.5) * residual(x, s, s), y);
  return fma(y, fma(lost, y, residual(V(1), s, y)), y);
}

/// At zeros, infinity, negative numbers and NaN the plain quotient knows the answer.
template <class V>
[[gnu::noinline, gnu::cold]] V rsqrt_anywhere(const V& x) {
  using T = lane_t<V>;
  using C = Rsqrt<T>;
  const auto small = x < V(C::small), ordinary = is_rsqrt_ordinary(x);
  const auto scaled = [=](T up) { return select(ordinary, V(1), select(small, V(up), V(1 / up))); };
  const V y = rsqrt_ordinary(x * scaled(C::lift)) * scaled(C::root_lift);
  const auto regular = (x > V(0)) & (x < V(Layout<T>::infinity));
  return select(regular, y, V(1) / sqrt(x));
}

template <class V>
FENCHEL_INLINE V rsqrt_packet(V x) {
  if (any(!is_rsqrt_ordinary(x))) [[unlikely]]
    return aside(rsqrt_anywhere<V>, x);
  return rsqrt_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V rsqrt(V x) {
  return detail::unpacked<V>(detail::rsqrt_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
