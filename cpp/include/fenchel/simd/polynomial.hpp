// SPDX-License-Identifier: Apache-2.0
// Polynomials, evaluated in several shorter chains side by side: Horner's rule waits for every
// product, and the packets that are to fill the gaps do not fit into a processor's queues.
#pragma once

#include <cstddef>
#include <fenchel/simd/fma.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// c[First] + c[First + 1] x, and two terms more in a block of four; less where c ends before.
template <std::size_t First, std::size_t Block, class V, std::size_t K>
FENCHEL_INLINE V polynomial_block(V x, V x2, const lane_t<V> (&c)[K]) {
  if constexpr (First + 1 >= K) return V(c[First]);
  else if constexpr (Block == 2 || First + 2 >= K) return fma(V(c[First + 1]), x, V(c[First]));
  else {
    const V high = polynomial_block<First + 2, 2>(x, x2, c);
    return fma(high, x2, polynomial_block<First, 2>(x, x2, c));
  }
}

/// c[First] + c[First + 1] x + ... by Horner's rule over blocks: in x^2 over pairs, or in x^4 where
/// c is long. The chain of dependent operations, which bounds a loop as much as their number does,
/// is half or a third as long as that of the plain rule, for one or two multiplications more. The
/// first `Plain` coefficients are added one by one, as there, so that each costs one rounding only.
template <std::size_t First = 0, std::size_t Plain = 1, class V, std::size_t K>
FENCHEL_INLINE V polynomial(V x, const lane_t<V> (&c)[K]) {
  if constexpr (Plain > 0) return fma(polynomial<First + 1, Plain - 1>(x, c), x, V(c[First]));
  else {
    constexpr std::size_t block = K - First > 12 ? 4 : 2, last = (K - First - 1) / block;
    const V x2 = x * x;
    const V step = block == 4 ? x2 * x2 : x2;
    V y = polynomial_block<First + block * last, block>(x, x2, c);
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      ((y = fma(y, step, polynomial_block<First + block*(last - 1 - I), block>(x, x2, c))), ...);
    }(std::make_index_sequence<last>{});
    return y;
  }
}

/// c[First] + c[First + 2] x + c[First + 4] x^2 + ...
template <std::size_t First, class V, std::size_t K>
FENCHEL_INLINE V polynomial_of_every_second(V x, const lane_t<V> (&c)[K]) {
  constexpr std::size_t terms = (K - First + 1) / 2;
  V y = c[First + 2 * (terms - 1)];
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    ((y = fma(y, x, V(c[First + 2 * (terms - 2 - I)]))), ...);
  }(std::make_index_sequence<terms - 1>{});
  return y;
}

/// The same polynomial as an even and an odd part: half as long a chain of dependent operations.
template <class V, std::size_t K>
FENCHEL_INLINE V polynomial_by_halves(V x, V square, const lane_t<V> (&c)[K]) {
  const V odd = polynomial_of_every_second<1>(square, c);
  return fma(odd, x, polynomial_of_every_second<0>(square, c));
}

/// c[0] + c[1] x + ..., the even and the odd terms apart if there are many.
template <class V, std::size_t K>
FENCHEL_INLINE V polynomial_by_parity(V x, const lane_t<V> (&c)[K]) {
  if constexpr (K < 6) return polynomial(x, c);
  else return polynomial_by_halves(x, V(x * x), c);
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
