// SPDX-License-Identifier: Apache-2.0
// atan and atan2: the angle of the smaller coordinate over the larger one, as a multiple of a
// quarter turn and a small angle, added to or subtracted from quarter turns.
#pragma once

#include <fenchel/simd/polynomial.hpp>
#include <fenchel/simd/turns.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `p` is minimax: atan t = t + t z p(z) with z = t^2 <= 1/4. Coordinates between 1/limit and limit
/// have quotients without underflow; `lift` brings others there.
template <class T>
struct Atan;
template <>
struct Atan<double> {
  static constexpr double limit = 0x1p500, lift = 0x1p520;
  static constexpr double p[] = {
      -0x1.5555555555516p-2, 0x1.9999999991142p-3, -0x1.249249215de3bp-3, 0x1.c71c7090e8ec7p-4,
      -0x1.745cf4cb39789p-4, 0x1.3b113dc14f3cdp-4, -0x1.10f31f1dac3ebp-4, 0x1.dfe977c6dc21ep-5,
      -0x1.a39864e5a4c39p-5, 0x1.56f5c027c5b34p-5, -0x1.c17fb6ad560d1p-6, 0x1.4b83dcb5d9702p-7};
};
template <>
struct Atan<float> {
  static constexpr float limit = 0x1p60f, lift = 0x1p64f;
  static constexpr float p[] = {-0x1.555512p-2f, 0x1.997b1ep-3f, -0x1.224ba2p-3f, 0x1.a01416p-4f,
                                -0x1.a43b30p-5f};
};

/// turns pi/2 + angle.
template <class V>
struct Turned {
  V turns;
  Pair<V> angle;
};

/// atan(small / large) for 0 <= small <= large. From 1/2 on it is pi/4 + atan t with
/// t = (small - large) / (small + large), the numerator being exact.
template <class V>
FENCHEL_INLINE Turned<V> angle_of(V small, V large) {
  const auto wide = small + small > large;
  const Pair<V> sum = fast_two_sum(large, small);
  const V over = select(wide, small - large, small), under = select(wide, sum.hi, large);
  const Pair<V> t = quotient_pair(Pair<V>{over, V(0)}, {under, select(wide, sum.lo, V(0))});
  const V z = t.hi * t.hi;
  const V low = fma(-z, t.lo, t.lo);  // t.lo times the slope 1 / (1 + z), nearly
  const V rest = fma(t.hi * z, polynomial_by_parity(z, Atan<lane_t<V>>::p), low);
  return {select(wide, V(0.5), V(0)), {t.hi, rest}};
}

/// turned, or less it: base pi/2 - turned, where there is a `minus` sign.
template <class V>
FENCHEL_INLINE V add_turned(V base, Turned<V> turned, bits_t<V> minus) {
  const V turns = base + flip_sign(turned.turns, minus);
  return add_quarter_turns(turns, flip_sign(turned.angle, minus));
}

template <class V>
FENCHEL_INLINE V atan_packet(V x) {
  const V size = at_most(abs(x), lane_t<V>(0x1p60f));  // beyond it the value is pi/2
  const auto steep = size > V(1);
  const auto angle = angle_of(select(steep, V(1), size), select(steep, size, V(1)));
  return with_sign(add_turned(select(steep, V(1), V(0)), angle, minus_where<V>(steep)), x);
}

/// The angle of (x, y) from that of |y| to |x| or, where `steep`, of |x| to |y|.
template <class V>
FENCHEL_INLINE V from_octant(Turned<V> angle, mask_t<V> steep, V y, V x) {
  const auto left = has_bit<V, 8 * sizeof(lane_t<V>) - 1>(to_bits(x));
  const V base = select(steep, V(1), select(left, V(2), V(0)));
  return with_sign(add_turned(base, angle, sign_bits(x) ^ minus_where<V>(steep)), y);
}

template <class V>
FENCHEL_INLINE mask_t<V> is_atan2_ordinary(V small, V large) {
  using T = lane_t<V>;
  constexpr T limit = Atan<T>::limit, least = 1 / limit;
  return (large <= V(limit)) & (large >= V(least)) & ((small >= V(least)) | (small == V(0)));
}

/// Zeros, infinities, NaN, and quotients that may underflow.
template <class V>
[[gnu::noinline, gnu::cold]] Turned<V> angle_anywhere(const V& given_small, const V& given_large) {
  using T = lane_t<V>;
  const V infinity = Layout<T>::infinity;
  const auto infinite = (given_small == infinity) & (given_large == infinity);
  const auto zero = given_large == V(0);
  const V small = select(infinite, V(1), given_small);
  const V large = select(infinite | zero, V(1), given_large);
  const auto ordinary = is_atan2_ordinary(small, large);
  const V ratio = small / large;
  const V scaled = select(large > V(1), V(1 / Atan<T>::lift), V(Atan<T>::lift));
  const V scale = select(ordinary, V(1), scaled);
  const auto [turns, angle] = angle_of(small * scale, large * scale);
  const auto tiny = (ratio < V(0x1p-30f)) & !ordinary;  // the angle is its tangent
  return {turns, {select(tiny, ratio, angle.hi), select(tiny, V(0), angle.lo)}};
}

template <class V>
FENCHEL_INLINE V atan2_packet(V y, V x) {
  const V up = abs(y), across = abs(x);
  const auto steep = up > across;
  const V small = select(steep, across, up), large = select(steep, up, across);
  if (any(!is_atan2_ordinary(small, large))) [[unlikely]]
    return from_octant(angle_anywhere(small, large), steep, y, x);
  return from_octant(angle_of(small, large), steep, y, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V atan(V x) {
  return detail::unpacked<V>(detail::atan_packet(detail::packed(x)));
}

/// The angle of the point (x, y), in (-pi, pi].
template <class V>
  requires Ground<V>
FENCHEL_INLINE V atan2(V y, V x) {
  return detail::unpacked<V>(detail::atan2_packet(detail::packed(y), detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
