// SPDX-License-Identifier: Apache-2.0
// x sigmoid(x); in the left tail the product is taken before it is scaled down, so that a small
// result rounds once.
#pragma once

#include <fenchel/simd/sigmoid.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE V silu_ordinary(V x) {
  return product(x, sigmoid_ordinary(x).first);
}

/// Far out it is x on the right and x e^x on the left.
template <class V>
[[gnu::noinline, gnu::cold]] V silu_anywhere(const V& x) {
  const auto far = !(abs(x) < V(sigmoid_limit<lane_t<V>>));
  const V left = at_least(at_most(x, 0), -Exp<lane_t<V>>::clamp), tail = left_tail(left, left);
  return select(far, select(x > V(0), x, tail), silu_ordinary(select(far, V(0), x)));
}

template <class V>
FENCHEL_INLINE V silu_packet(V x) {
  if (any_beyond(abs(x), sigmoid_limit<lane_t<V>>)) [[unlikely]]
    return aside(silu_anywhere<V>, x);
  return silu_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V silu(V x) {
  return detail::unpacked<V>(detail::silu_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
