// SPDX-License-Identifier: Apache-2.0
// What the elementary functions share: the layout of a float, powers of two, polynomials.
#pragma once

#include <cstddef>
#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/exact.hpp>
#include <limits>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class T>
struct Layout {
  static constexpr int mantissa = std::numeric_limits<T>::digits - 1;
  static constexpr int bias = std::numeric_limits<T>::max_exponent - 1;
  /// Adding it rounds a number to an integer, which then stands in the low bits of the sum.
  static constexpr T rounder = T(3) * T(1ll << (mantissa - 1));
  static constexpr T smallest = std::numeric_limits<T>::min();  ///< normal number
  static constexpr T infinity = std::numeric_limits<T>::infinity();
  static constexpr T nan = std::numeric_limits<T>::quiet_NaN();
};

/// ln 2 as a sum; the product of `high` and an exponent is exact.
template <class T>
struct Ln2;
template <>
struct Ln2<double> {
  static constexpr double high = 0x1.62e42fefa3800p-1, low = 0x1.ef35793c76730p-45;
};
template <>
struct Ln2<float> {
  static constexpr float high = 0x1.62e4p-1f, low = 0x1.7f7d1cp-20f;
};

/// 2^n, where the low bits of `biased` hold n + bias. Multiply by it: adding n to the exponent
/// bits of a result would turn NaN into a number.
template <class V>
FENCHEL_INLINE V power_of_two(bits_t<V> biased) {
  return from_bits<V>(shift_left<Layout<lane_t<V>>::mantissa>(biased));
}

/// A small non-negative integer as a float: put it into the mantissa of 2^mantissa.
template <class V>
FENCHEL_INLINE V small_integer(bits_t<V> n) {
  using T = lane_t<V>;
  const V unit = T(1ll << Layout<T>::mantissa);
  return from_bits<V>(n | to_bits(unit)) - unit;
}

/// x, but at most `bound`; NaN stays.
template <class V>
FENCHEL_INLINE V at_most(V x, lane_t<V> bound) {
  return select(x > V(bound), V(bound), x);
}
/// x, but at least `bound`; NaN stays.
template <class V>
FENCHEL_INLINE V at_least(V x, lane_t<V> bound) {
  return select(x < V(bound), V(bound), x);
}

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

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
