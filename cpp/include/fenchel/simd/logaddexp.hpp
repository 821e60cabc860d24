// SPDX-License-Identifier: Apache-2.0
// log(e^a + e^b) = max(a, b) + log(1 + e^-|a - b|), the difference with its rounding error.
// Where e^a + e^b is close to 1 the two terms cancel; what is left keeps their absolute error.
#pragma once

#include <fenchel/simd/softplus.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE V logaddexp_ordinary(V a, V b) {
  const Pair<V> gap = two_sum(a, -b);
  const V tail = flip_sign(gap.lo, sign_bits(gap.hi));
  return add_pair(max(a, b), log1p_exp_minus(abs(gap.hi), tail));
}

/// Far from each other only the larger operand counts, unless it is tiny. An infinite one is the
/// result: there the difference may be NaN.
template <class V>
[[gnu::noinline, gnu::cold]] V logaddexp_anywhere(const V& a, const V& b) {
  using T = lane_t<V>;
  const V gap = abs(a - b), top = max(a, b);
  const V far = top + exp_anywhere(-gap);
  const V y = select(gap < V(Softplus<T>::limit), logaddexp_ordinary(a, b), far);
  return select(abs(top) == V(Layout<T>::infinity), top, y);
}

template <class V>
FENCHEL_INLINE V logaddexp_packet(V a, V b) {
  if (any_beyond(abs(a - b), Softplus<lane_t<V>>::limit)) [[unlikely]]
    return aside(logaddexp_anywhere<V>, a, b);
  return logaddexp_ordinary(a, b);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V logaddexp(V a, V b) {
  return detail::unpacked<V>(detail::logaddexp_packet(detail::packed(a), detail::packed(b)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
