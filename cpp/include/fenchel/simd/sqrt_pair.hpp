// SPDX-License-Identifier: Apache-2.0
// A square root with its rounding error, without a second division.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// 1 / (2 s) within 6 %, for s > 0: its exponent and mantissa are about the negative of those of s.
template <class V>
FENCHEL_INLINE V half_reciprocal(V s) {
  using L = Layout<lane_t<V>>;
  using U = uint_of<lane_t<V>>;
  constexpr U one = U(1) << L::mantissa;
  return from_bits<V>(bits_t<V>(U(2 * L::bias - 1) * one - one / 10) - to_bits(s));
}

/// sqrt(x.hi + x.lo): a rounding error is wanted to a few bits only, so a rough reciprocal will do.
template <class V>
FENCHEL_INLINE Pair<V> sqrt_pair(Pair<V> x) {
  const V s = sqrt(x.hi);
  return {s, product(residual(x.hi, s, s) + x.lo, half_reciprocal(s))};
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
