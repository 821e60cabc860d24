// SPDX-License-Identifier: Apache-2.0
// tanh |x| = E / (E + 2) with E = e^(2|x|) - 1, everything in units of 2^n and the quotient
// corrected by its residual: one division.
#pragma once

#include <fenchel/simd/exact.hpp>
#include <fenchel/simd/expm1.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE V tanh_packet(V x) {
  constexpr lane_t<V> one_from = sizeof(lane_t<V>) == 8 ? 40 : 20;
  const auto e = expm1_parts(at_most(abs(x + x), one_from));
  const Pair<V> above = fast_two_sum(e.value.hi, e.value.lo);
  const Pair<V> below = two_sum(e.down + e.down, above.hi);
  return with_sign(quotient(above, {below.hi, below.lo + above.lo}), x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V tanh(V x) {
  return detail::unpacked<V>(detail::tanh_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
