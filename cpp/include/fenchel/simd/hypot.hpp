// SPDX-License-Identifier: Apache-2.0
// sqrt(a^2 + b^2): the squares are added in twice the precision, so that only the root and its
// argument round.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Between `low` and `high` the square of the larger operand keeps its rounding error as a normal
/// number; `scale` brings anything else there.
template <class T>
struct Hypot;
template <>
struct Hypot<double> {
  static constexpr double low = 0x1p-450, high = 0x1p500, scale = 0x1p600;
};
template <>
struct Hypot<float> {
  static constexpr float low = 0x1p-50f, high = 0x1p60f, scale = 0x1p90f;
};

/// For |a| >= |b|.
template <class V>
FENCHEL_INLINE V hypot_ordered(V a, V b) {
  const Pair<V> aa = two_product(a, a), bb = two_product(b, b);
  const Pair<V> sum = fast_two_sum(aa.hi, bb.hi);
  return sqrt(sum.hi + (sum.lo + (aa.lo + bb.lo)));
}

/// An infinite operand makes the result infinite, even beside a NaN.
template <class V>
[[gnu::noinline, gnu::cold]] V hypot_anywhere(const V& large, const V& small) {
  using T = lane_t<V>;
  using C = Hypot<T>;
  const V infinity = Layout<T>::infinity;
  const auto is_high = large >= V(C::high), is_low = large <= V(C::low);
  const V down = T(1) / C::scale;
  const V scale = select(is_high, down, select(is_low, V(C::scale), V(1)));
  const V back = select(is_high, V(C::scale), select(is_low, down, V(1)));
  const V y = hypot_ordered(large * scale, small * scale) * back;
  return select((large == infinity) | (small == infinity), infinity, y);
}

template <class V>
FENCHEL_INLINE V hypot_packet(V a, V b) {
  using C = Hypot<lane_t<V>>;
  a = abs(a), b = abs(b);
  const auto ordered = a > b;
  const V large = select(ordered, a, b), small = select(ordered, b, a);
  if (any(!((large > V(C::low)) & (large < V(C::high))))) [[unlikely]]
    return aside(hypot_anywhere<V>, large, small);
  return hypot_ordered(large, small);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V hypot(V a, V b) {
  return detail::unpacked<V>(detail::hypot_packet(detail::packed(a), detail::packed(b)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
