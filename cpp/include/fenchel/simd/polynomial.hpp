// SPDX-License-Identifier: Apache-2.0
// A long polynomial as two shorter ones, evaluated side by side: Horner's rule waits for every
// product, and the packets that are to fill the gaps do not fit into a processor's queues.
#pragma once

#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// c[First] + c[First + 2] x + c[First + 4] x^2 + ...
template <std::size_t First, class V, std::size_t K>
FENCHEL_INLINE V every_other_term(V x, const lane_t<V> (&c)[K]) {
  constexpr std::size_t count = (K - 1 - First) / 2, last = First + 2 * count;
  V y = c[last];
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    ((y = fma(y, x, V(c[last - 2 - 2 * I]))), ...);
  }(std::make_index_sequence<count>{});
  return y;
}

/// c[0] + c[1] x + ..., the even and the odd terms apart if there are many.
template <class V, std::size_t K>
FENCHEL_INLINE V polynomial_by_parity(V x, const lane_t<V> (&c)[K]) {
  if constexpr (K < 6) return polynomial(x, c);
  else {
    const V square = x * x;
    return fma(every_other_term<1>(square, c), x, every_other_term<0>(square, c));
  }
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
