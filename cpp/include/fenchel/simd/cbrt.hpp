// SPDX-License-Identifier: Apache-2.0
// Cube root: |x| = 8^q m with m in [0.35, 2.83), 1 / cbrt(m) by a polynomial and one step of third
// order, then cbrt(m) = m z^2 corrected by its residual.
#pragma once

#include <fenchel/simd/log.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// m^(-1/3) on [sqrt(1/2), sqrt(2)].
template <class T>
struct Cbrt;
template <>
struct Cbrt<double> {
  static constexpr double lift = 0x1p54, root_lift = 0x1p18;
  static constexpr double root_two = 0x1.428a2f98d728bp+0, root_half = 0x1.965fea53d6e3dp-1;
  static constexpr double p[] = {0x1.bb0ed854bf52ap+0, -0x1.4922af783f885p+0, 0x1.6d34a2fcfdf9fp-1,
                                 -0x1.44a7e884cc097p-3};
};
template <>
struct Cbrt<float> {
  static constexpr float lift = 0x1p24f, root_lift = 0x1p8f;
  static constexpr float root_two = 0x1.428a30p+0f, root_half = 0x1.965feap-1f;
  static constexpr float p[] = {0x1.8ee24ep+0f, -0x1.88ce36p-1f, 0x1.ad6040p-3f};
};

/// z (1 - e)^(-1/3) to third order, where e = 1 - m z^3.
template <class V>
FENCHEL_INLINE V inverse_cbrt_step(V z, V m) {
  const V e = fma(-product(m * z, z), z, V(1));
  return fma(z * e, fma(V(2.0 / 9), e, V(1.0 / 3)), z);
}

/// y + (m - y^3) / (3 y^2) for y = m z^2.
template <class V>
FENCHEL_INLINE V cbrt_from_inverse(V z, V m) {
  const V squared = product(z, z);
  const V y = product(m, squared);
  const Pair<V> square = two_product(y, y);
  const V rest = fma(-square.lo, y, residual(m, square.hi, y));
  return fma(V(1.0 / 3) * squared, rest, y);
}

/// The root of a positive normal number.
template <class V>
FENCHEL_INLINE V cbrt_ordinary(V x) {
  using T = lane_t<V>;
  using C = Cbrt<T>;
  const auto [biased, k, mantissa] = split_exponent(x);
  const V rounder = Layout<T>::rounder + Layout<T>::bias;
  const V sum = fma(k, V(T(1.0 / 3)), rounder);
  const V left = fma(V(-3), sum - rounder, k);  // -1, 0 or 1
  const auto low = left<V(0), high = left> V(0);
  const V z =
      polynomial(mantissa, C::p) * select(low, V(C::root_two), select(high, V(C::root_half), V(1)));
  const V m = product(mantissa, select(low, V(0.5), select(high, V(2), V(1))));
  return product(cbrt_from_inverse(inverse_cbrt_step(z, m), m), power_of_two<V>(to_bits(sum)));
}

/// Zeros, infinities and NaN are their own roots.
template <class V>
[[gnu::noinline, gnu::cold]] V cbrt_anywhere(const V& x) {
  using T = lane_t<V>;
  using C = Cbrt<T>;
  const V size = abs(x);
  const auto small = size < V(Layout<T>::smallest);
  const V y = cbrt_ordinary(select(small, size * V(C::lift), size));
  const V root = select(small, y * V(T(1) / C::root_lift), y);
  const auto regular = (size > V(0)) & (size < V(Layout<T>::infinity));
  return select(regular, with_sign(root, x), x);
}

template <class V>
FENCHEL_INLINE V cbrt_packet(V x) {
  using L = Layout<lane_t<V>>;
  const V size = abs(x);
  if (any_outside(size, L::smallest, L::infinity)) [[unlikely]]
    return aside(cbrt_anywhere<V>, x);
  return with_sign(cbrt_ordinary(size), x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V cbrt(V x) {
  return detail::unpacked<V>(detail::cbrt_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
