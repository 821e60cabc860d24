// SPDX-License-Identifier: Apache-2.0
// x sigmoid(x), the product taken before the left tail is scaled down, so that it rounds once more
// only.
#pragma once

#include <fenchel/simd/sigmoid.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
[[gnu::noinline, gnu::cold]] V silu_anywhere(const V& x) {
  using C = Exp<lane_t<V>>;
  const V size = at_most(abs(x), C::clamp);
  const auto a = reduce_exp(-size);
  const auto tiny = size >= V(C::limit);
  const V up = select(tiny, V(0), power_of_two<V>(to_bits(a.sum)));
  const V y = product(at_least(x, -C::clamp), sigmoid_mantissa(x, a, up));
  return select(x < V(0), scale_widely(y, a.sum), y);
}

template <class V>
FENCHEL_INLINE V silu_packet(V x) {
  const V size = abs(x);
  if (any(!(size < V(Exp<lane_t<V>>::limit)))) [[unlikely]]
    return silu_anywhere(x);
  const auto a = reduce_exp(-size);
  const V up = power_of_two<V>(to_bits(a.sum));
  const V y = product(x, sigmoid_mantissa(x, a, up));
  return product(y, select(x < V(0), up, V(1)));
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
