// SPDX-License-Identifier: Apache-2.0
// |sin(pi a)| and the like for the reflection formulas: a is reduced exactly, before pi comes in.
#pragma once

#include <fenchel/simd/sincos.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// The distance of a from the nearest integer, for 0 <= a < 2^52; it has the sign of the
/// difference.
template <class V>
FENCHEL_INLINE V off_integer(V a) {
  const V unit = lane_t<V>(1ll << Layout<lane_t<V>>::mantissa);
  return a - ((a + unit) - unit);
}

template <class V>
struct PiAngle {
  Pair<V> sine, cosine;
};

/// Sine and cosine of pi f, for 0 <= f <= 1/2, as pairs; both are >= 0.
template <class V>
FENCHEL_INLINE PiAngle<V> sincos_of_pi(V f) {
  constexpr double pi = 0x1.921fb54442d18p+1, pi_low = 0x1.1a62633145c07p-53;
  const auto swapped = f > V(0.25);
  const V g = select(swapped, V(0.5) - f, f);
  const Pair<V> r = two_product(g, V(pi));
  const V tail = fma(g, V(pi_low), r.lo);
  const auto [z, lost] = two_product(r.hi, r.hi);
  const auto s = sin_parts(r.hi, z, tail * fma(V(-0.5), z, V(1)));
  auto c = cos_parts(r.hi, z, tail);
  c.lo = fma(V(-0.5), lost, c.lo);
  const Pair<V> sine = fast_two_sum(s.hi, s.lo), cosine = fast_two_sum(c.hi, c.lo);
  return {select(swapped, cosine, sine), select(swapped, sine, cosine)};
}

}  // namespace detail

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
