// SPDX-License-Identifier: Apache-2.0
// Tangent: one polynomial on [-pi/4, pi/4], and -1 / tan in every second quadrant.
#pragma once

#include <fenchel/simd/angle.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Minimax: tan r = r + r^3 p(r^2). The pole at pi/2 makes it long, but shorter than the two
/// polynomials of a quotient of sine and cosine.
template <class T>
struct Tan;
template <>
struct Tan<double> {
  static constexpr double p[] = {
      0x1.555555555555ep-2,  0x1.11111111105fap-3,   0x1.ba1ba1babbe91p-5,  0x1.664f485e025e3p-6,
      0x1.226e3a61ceacfp-7,  0x1.d6d2ed4a69688p-9,   0x1.7db13a256c37ap-10, 0x1.34bf93387d88ap-11,
      0x1.fefb0f0e5953fp-13, 0x1.5f8918d5b5555p-14,  0x1.17f79f654e1dbp-14, -0x1.a3d79faa0d7a8p-16,
      0x1.93a65a5f5314dp-15, -0x1.92e3756a3d706p-16, 0x1.46d5e1e16c08bp-17};
};
template <>
struct Tan<float> {
  static constexpr float p[] = {0x1.55556p-2f,  0x1.110d9ep-3f,  0x1.bad9cap-5f, 0x1.5cc02p-6f,
                                0x1.62d0c4p-7f, 0x1.97605ep-14f, 0x1.1e9d12p-8f};
};

/// tan(r + tail) as an unevaluated sum. The rounding error of r^2 acts like a part of the tail, and
/// 1 + 3/2 r^2 is close enough to the derivative.
template <class V>
FENCHEL_INLINE Pair<V> tan_within_quadrant(V r, V tail) {
  const auto [z, lost] = two_product(r, r);
  const V p = polynomial(z, Tan<lane_t<V>>::p);
  const V correction = fma(lost, V(1.0 / 3) * r, tail) * fma(V(1.5), z, V(1));
  return fast_two_sum(r, fma(r * z, p, correction));
}

template <class V>
FENCHEL_INLINE V tan_of(V x, Angle<V> angle) {
  const Pair<V> t = tan_within_quadrant(angle.rest, angle.tail);
  const V y = select(has_bit<V, 0>(angle.quadrant), reciprocal(t), t.hi + t.lo);
  return flip_sign(y, shift_left<8 * sizeof(lane_t<V>) - 1>(angle.quadrant) ^ sign_bits(x));
}

template <class V>
[[gnu::noinline, gnu::cold]] V tan_anywhere(const V& x) {
  return tan_of(x, reduce_any_angle(abs(x)));
}

template <class V>
FENCHEL_INLINE V tan_packet(V x) {
  const V size = abs(x);
  if (any_beyond(size, AngleTable<lane_t<V>>::limit)) [[unlikely]]
    return aside(tan_anywhere<V>, x);
  return tan_of(x, reduce_ordinary_angle(size));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V tan(V x) {
  return detail::unpacked<V>(detail::tan_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
