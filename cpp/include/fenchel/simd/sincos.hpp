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

/// sin(r + tail) = hi + lo, not yet added; z = r^2. Leaving the cosine out beside the tail costs
/// 0.15 ULP at most.
template <class V>
FENCHEL_INLINE Pair<V> sin_parts(V r, V z, V tail) {
  return {r, fma(r * z, polynomial(z, SinCos<lane_t<V>>::s), tail)};
}

/// cos(r + tail) = hi + lo, not yet added; z = r^2.
template <class V>
FENCHEL_INLINE Pair<V> cos_parts(V r, V z, V tail) {
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
FENCHEL_INLINE std::pair<V, V> sincos_of(V x, Angle<V> angle) {
  const V r = angle.rest, z = product(r, r);
  const auto s = sin_parts(r, z, angle.tail), c = cos_parts(r, z, angle.tail);
  const V sine = s.hi + s.lo, cosine = c.hi + c.lo;
  const auto odd = has_bit<V, 0>(angle.quadrant);
  const auto sin_sign = half_turn_sign<V>(angle.quadrant) ^ sign_bits(x);
  const auto cos_sign = half_turn_sign<V>(angle.quadrant + bits_t<V>(1));
  return {flip_sign(select(odd, cosine, sine), sin_sign),
          flip_sign(select(odd, sine, cosine), cos_sign)};
}

template <class V>
[[gnu::noinline, gnu::cold]] std::pair<V, V> sincos_anywhere(const V& x) {
  return sincos_of(x, reduce_any_angle(abs(x)));
}

template <class V>
FENCHEL_INLINE std::pair<V, V> sincos_packet(V x) {
  const V size = abs(x);
  if (any_beyond(size, AngleTable<lane_t<V>>::limit)) [[unlikely]]
    return aside(sincos_anywhere<V>, x);
  return sincos_of(x, reduce_ordinary_angle(size));
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
