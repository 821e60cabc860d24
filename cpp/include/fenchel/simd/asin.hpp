// SPDX-License-Identifier: Apache-2.0
// asin and acos: t + t z p(z) with z = t^2 / 4 up to 1/2; beyond, asin |x| = pi/2 - asin' with the
// half angle, t = sqrt(2 - 2 |x|) and z = t^2 / 4.
#pragma once

#include <fenchel/simd/polynomial.hpp>
#include <fenchel/simd/sqrt_pair.hpp>
#include <fenchel/simd/turns.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `p` is minimax: asin t = t + t z p(z) with z = t^2 <= 1/4.
template <class T>
struct Asin;
template <>
struct Asin<double> {
  static constexpr double p[] = {0x1.5555555555390p-3, 0x1.333333336e80fp-4,  0x1.6db6db427a4f8p-5,
                                 0x1.f1c72c38fb342p-6, 0x1.6e89f440197a7p-6,  0x1.1c6be1a687738p-6,
                                 0x1.c6fdc1aaa5333p-7, 0x1.8ec2fca604435p-7,  0x1.abcf5cd7c44efp-8,
                                 0x1.3ff4a990b2879p-6, -0x1.09d32833a0d94p-6, 0x1.056d6c8139f2bp-5};
};
template <>
struct Asin<float> {
  static constexpr float p[] = {0x1.5555c8p-3f, 0x1.330206p-4f, 0x1.747b72p-5f, 0x1.8c415ap-6f,
                                0x1.5959aap-5f};
};

/// asin |x| where |x| <= 1/2, else acos |x|, which is twice the arc sine of a half chord.
template <class V>
struct Arc {
  mask_t<V> far;
  Pair<V> angle;
};

template <class V>
FENCHEL_INLINE Arc<V> arc(V x) {
  const V size = abs(x);
  const auto far = size > V(0.5);
  const V chord_square = V(2) - (size + size);  // exact where it is used
  const Pair<V> chord = sqrt_pair(Pair<V>{chord_square, V(0)});
  const V z = select(far, V(0.25) * chord_square, size * size);
  const V t = select(far, chord.hi, size), lost = select(far, chord.lo, V(0));
  return {far, {t, fma(t * z, polynomial_by_parity(z, Asin<lane_t<V>>::p), lost)}};
}

template <class V>
FENCHEL_INLINE V asin_packet(V x) {
  const auto [far, angle] = arc(x);
  const V turns = select(far, V(1), V(0));
  return with_sign(add_quarter_turns(turns, flip_sign(angle, minus_where<V>(far))), x);
}

template <class V>
FENCHEL_INLINE V acos_packet(V x) {
  const auto [far, angle] = arc(x);
  const V turns = select(far, select(x < V(0), V(2), V(0)), V(1));
  return add_quarter_turns(turns, flip_sign(angle, sign_bits(x) ^ minus_where<V>(!far)));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V asin(V x) {
  return detail::unpacked<V>(detail::asin_packet(detail::packed(x)));
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V acos(V x) {
  return detail::unpacked<V>(detail::acos_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
