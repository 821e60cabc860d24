// SPDX-License-Identifier: Apache-2.0
// |x| = quadrant pi/2 + rest + tail, with |rest| <= pi/4 and the tail exact enough for an x next
// to a multiple of pi/2. Huge arguments take the scalar way of payne_hanek.hpp.
#pragma once

#include <fenchel/simd/payne_hanek.hpp>
#include <iterator>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Up to `limit` the terms of HalfPi are enough with fma, and `parts` without: they are so short
/// that their product with a quadrant is exact, and the first `exact` ones leave an exact rest.
template <class T>
struct AngleTable;
template <>
struct AngleTable<double> {
  static constexpr double limit = 0x1p20;
  static constexpr int exact = 1;
  static constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
  static constexpr double parts[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                     0x1.b839a252049c1p-104};
};
template <>
struct AngleTable<float> {
  static constexpr float limit = 0x1p13f;
  static constexpr int exact = 2;
  static constexpr float two_over_pi = 0x1.45f306p-1f;
  static constexpr float parts[] = {0x1.92p+0f, 0x1.fb4p-12f, 0x1.444p-24f, 0x1.68cp-39f,
                                    0x1.1a6264p-54f};
};

template <class V>
struct Angle {
  bits_t<V> quadrant;  ///< modulo four
  V rest, tail;
};

/// With fma: the first difference is exact, the second product is taken with its error. Leaving
/// that error out looks equal at random points, and is wrong by 10^4 ULP beside multiples of pi/2.
template <class V>
FENCHEL_INLINE Pair<V> subtract_quadrants_fused(V x, V n) {
  const auto& half_pi = HalfPi<lane_t<V>>::terms;
  const V first = fma(-n, V(half_pi[0]), x);
  const Pair<V> second = two_product(n, V(half_pi[1]));
  const V rest = first - second.hi;
  const V lost = ((first - rest) - second.hi) - second.lo;
  return {rest, fma(-n, V(half_pi[2]), lost)};
}

/// Without: the first differences are exact. So is a later one where the product is the larger, as
/// both are multiples of a unit so coarse; else the order is that of fast_two_sum.
template <class V>
FENCHEL_INLINE Pair<V> subtract_quadrants_in_parts(V x, V n) {
  using C = AngleTable<lane_t<V>>;
  constexpr int last = int(std::size(C::parts)) - 1;
  V rest = x;
  for (int i = 0; i < C::exact; ++i) rest -= n * V(C::parts[i]);
  auto [sum, tail] = fast_two_sum(rest, -(n * V(C::parts[C::exact])));
  for (int i = C::exact + 1; i < last; ++i) {
    const Pair<V> next = fast_two_sum(sum, -(n * V(C::parts[i])));
    sum = next.hi;
    tail += next.lo;
  }
  return fast_two_sum(sum, tail - n * V(C::parts[last]));
}

/// For 0 <= x < limit.
template <class V>
FENCHEL_INLINE Angle<V> reduce_ordinary_angle(V x) {
  using T = lane_t<V>;
  const V rounder = Layout<T>::rounder;
  const V sum = fma(x, V(AngleTable<T>::two_over_pi), rounder);
  const V n = sum - rounder;
  if constexpr (has_fma) {
    const auto [rest, tail] = subtract_quadrants_fused(x, n);
    return {to_bits(sum), rest, tail};
  } else {
    const auto [rest, tail] = subtract_quadrants_in_parts(x, n);
    return {to_bits(sum), rest, tail};
  }
}

/// For x >= 0 of any size.
template <class V>
Angle<V> reduce_any_angle(V x) {
  using T = lane_t<V>;
  Angle<V> angle = reduce_ordinary_angle(x);
  for (int i = 0; i < V::lanes; ++i) {
    if (x[i] < AngleTable<T>::limit) continue;
    const bool finite = x[i] < Layout<T>::infinity;
    const Reduced lane = finite ? reduce_huge(x[i]) : Reduced{0, {Layout<double>::nan, 0}};
    angle.quadrant.set(i, uint_of<T>(lane.quadrant));
    angle.rest.set(i, T(lane.rest.hi));
    angle.tail.set(i, T((lane.rest.hi - double(angle.rest[i])) + lane.rest.lo));
  }
  return angle;
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
