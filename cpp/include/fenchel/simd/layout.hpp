// SPDX-License-Identifier: Apache-2.0
// What the elementary functions share: the layout of a float, powers of two, bounds.
#pragma once

#include <cstddef>
#include <fenchel/base/constants.hpp>
#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/exact.hpp>
#include <fenchel/simd/polynomial.hpp>
#include <limits>

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
  static constexpr T infinity = T(fenchel::inf);
  static constexpr T nan = T(fenchel::nan);
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

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
