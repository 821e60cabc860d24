// SPDX-License-Identifier: Apache-2.0
// Sine and cosine: one reduction and two polynomials on [-pi/4, pi/4], swapped by the quadrant.
#pragma once

#include <fenchel/simd/angle.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Minimax: sin r = r + r^3 s(r^2), cos r = 1 - r^2 / 2 + r^4 c(r^2).
template <class T>
struct SinCos;
template <>
struct SinCos<double> {
  static constexpr double s[] = {-0x1.5555555555548p-3,  0x1.111111110f730p-7,
                                 -0x1.a01a019be9278p-13, 0x1.71de355536023p-19,
                                 -0x1.ae5e4b901ccep-26,  0x1.5d8b5a1d08714p-33};
  static constexpr double c[] = {0x1.555555555554bp-5,  -0x1.6c16c16c15015p-10,
                                 0x1.a01a019c8f231p-16, -0x1.27e4f7f18d895p-22,
                                 0x1.1ee9dbcace531p-29, -0x1.8fa6817dddf8cp-37};
};
template <>
struct SinCos<float> {
  static constexpr float s[] = {-0x1.555546p-3f, 0x1.110778p-7f, -0x1.995406p-13f};
  static constexpr float c[] = {0x1.55554ap-5f, -0x1.6c0c28p-10f, 0x1.99e80cp-16f};
};

/// sin(r + tail) = hi + lo, not yet added.
template <class V>
FENCHEL_INLINE Pair<V> sin_parts(V r, V tail) {
  const V z = r * r;
  const V slope = fma(V(-0.5), z, V(1));
  return {r, fma(r * z, polynomial(z, SinCos<lane_t<V>>::s), tail * slope)};
}

/// cos(r + tail) = hi + lo, not yet added.
template <class V>
FENCHEL_INLINE Pair<V> cos_parts(V r, V tail) {
  const V z = product(r, r);
  const V hi = fma(V(-0.5), z, V(1));
  const V lost = fma(V(-0.5), z, V(1) - hi);
  return {hi, fma(z * z, polynomial(z, SinCos<lane_t<V>>::c), fma(-r, tail, lost))};
}

/// The sign bit that bit 1 of the quadrant stands for.
template <class V>
FENCHEL_INLINE bits_t<V> half_turn_sign(bits_t<V> quadrant) {
  return shift_left<8 * sizeof(lane_t<V>) - 2>(quadrant) & sign_mask<V>();
}

template <class V>
FENCHEL_INLINE V sin_of_angle(V x, bits_t<V> quadrant, V sine, V cosine) {
  const V y = select(has_bit<V, 0>(quadrant), cosine, sine);
  return flip_sign(y, half_turn_sign<V>(quadrant) ^ sign_bits(x));
}

template <class V>
FENCHEL_INLINE V cos_of_angle(bits_t<V> quadrant, V sine, V cosine) {
  const V y = select(has_bit<V, 0>(quadrant), sine, cosine);
  return flip_sign(y, half_turn_sign<V>(quadrant + bits_t<V>(1)));
}

template <class V>
FENCHEL_INLINE std::pair<V, V> sincos_packet(V x) {
  const auto [quadrant, r, tail] = reduce_angle(abs(x));
  const auto s = sin_parts(r, tail), c = cos_parts(r, tail);
  const V sine = s.hi + s.lo, cosine = c.hi + c.lo;
  return {sin_of_angle(x, quadrant, sine, cosine), cos_of_angle(quadrant, sine, cosine)};
}

}  // namespace detail

/// Both, for little more than the cost of one.
template <class V>
  requires Ground<V>
FENCHEL_INLINE std::pair<V, V> sincos(V x) {
  const auto [s, c] = detail::sincos_packet(detail::packed(x));
  return {detail::unpacked<V>(s), detail::unpacked<V>(c)};
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V sin(V x) {
  return sincos(x).first;
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V cos(V x) {
  return sincos(x).second;
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
