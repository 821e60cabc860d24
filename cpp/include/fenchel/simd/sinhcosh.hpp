// SPDX-License-Identifier: Apache-2.0
// sinh and cosh of n ln 2 + r, by the addition theorem: c = cosh(n ln 2) and s = sinh(n ln 2) are
// sums of two powers of two, and the odd and even parts of e^r need no division.
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// sinh r = r + r z p(z) and cosh r = 1 + z q(z) with z = r^2.
template <class T>
struct SinhCosh;
template <>
struct SinhCosh<double> {
  static constexpr double p[] = {0x1.5555555555556p-3, 0x1.1111111110704p-7, 0x1.a01a01a908b6bp-13,
                                 0x1.71de0a21eeadap-19, 0x1.af3f48761b83dp-26};
  static constexpr double q[] = {0x1.0000000000000p-1,  0x1.5555555555556p-5,
                                 0x1.6c16c16c15ff2p-10, 0x1.a01a01a81e4a3p-16,
                                 0x1.27e4d80478248p-22, 0x1.1f790b6b6bca6p-29};
};
template <>
struct SinhCosh<float> {
  static constexpr float p[] = {0x1.555556p-3f, 0x1.110f88p-7f, 0x1.a36330p-13f};
  static constexpr float q[] = {0x1.000000p-1f, 0x1.555500p-5f, 0x1.6d3084p-10f};
};

/// cosh r - 1, sinh r - r, and r itself.
template <class V>
struct HyperbolicParts {
  V even, odd, r, tail;
};

/// x (1 + even) + y (r + odd), where |x| >= |y r| or x = 0.
template <class V>
FENCHEL_INLINE V combine(const HyperbolicParts<V>& a, Pair<V> x, Pair<V> y) {
  const Pair<V> linear = two_product(y.hi, a.r);
  const Pair<V> first = fast_two_sum(x.hi, linear.hi);
  const V curved = fma(x.hi, a.even, product(y.hi, a.odd + a.tail));
  return first.hi + (curved + (first.lo + (linear.lo + fma(y.lo, a.r, x.lo))));
}

/// sinh |x| and cosh |x| in units of 2^n; `sum` holds n + bias in its low bits.
template <class V>
struct SinhCoshParts {
  V sinh, cosh, sum;
};

template <class V>
FENCHEL_INLINE SinhCoshParts<V> sinhcosh_parts(V size) {
  using T = lane_t<V>;
  const auto a = reduce_exp(size);
  const V z = a.r * a.r;
  const HyperbolicParts<V> parts = {product(z, polynomial(z, SinhCosh<T>::q)),
                                    product(a.r * z, polynomial(z, SinhCosh<T>::p)), a.r, a.tail};
  // 2^-n, but nothing far out, where it may leave the range.
  const bits_t<V> twice_bias = uint_of<T>(2 * Layout<T>::bias);
  const V down = select(size > V(50), V(0), power_of_two<V>(twice_bias - to_bits(a.sum)));
  const V small = product(V(0.5) * down, down), half = V(0.5);
  const Pair<V> c = fast_two_sum(half, small), s = fast_two_sum(half, -small);
  return {combine(parts, s, c), combine(parts, c, s), a.sum};
}

/// Any |x|: the power of two may leave the range.
template <class V>
[[gnu::noinline, gnu::cold]] SinhCoshParts<V> sinhcosh_anywhere(const V& size) {
  const auto a = sinhcosh_parts(at_most(size, Exp<lane_t<V>>::clamp));
  return {scale_widely(a.sinh, a.sum), scale_widely(a.cosh, a.sum), a.sum};
}

template <class V>
FENCHEL_INLINE std::pair<V, V> sinhcosh_packet(V x) {
  const V size = abs(x);
  if (any_beyond(size, Exp<lane_t<V>>::limit)) [[unlikely]] {
    const auto far = aside(sinhcosh_anywhere<V>, size);
    return {with_sign(far.sinh, x), far.cosh};
  }
  const auto a = sinhcosh_parts(size);
  const V up = power_of_two<V>(to_bits(a.sum));
  return {with_sign(product(a.sinh, up), x), product(a.cosh, up)};
}

}  // namespace detail

/// sinh x and cosh x; what is not used costs nothing.
template <class V>
  requires Ground<V>
FENCHEL_INLINE std::pair<V, V> sinhcosh(V x) {
  const auto [s, c] = detail::sinhcosh_packet(detail::packed(x));
  return {detail::unpacked<V>(s), detail::unpacked<V>(c)};
}
template <class V>
  requires Ground<V>
FENCHEL_INLINE V sinh(V x) {
  return sinhcosh(x).first;
}
template <class V>
  requires Ground<V>
FENCHEL_INLINE V cosh(V x) {
  return sinhcosh(x).second;
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
