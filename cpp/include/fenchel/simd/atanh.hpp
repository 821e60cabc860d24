// SPDX-License-Identifier: Apache-2.0
// atanh |x| = log((1 + |x|) / (1 - |x|)) / 2: the quotient is 2^k m with k taken from the bits of
// its terms, and t / 2 = (m - 1) / (m + 1) needs no division but its own.
#pragma once

#include <fenchel/simd/log_ratio.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// The integer nearest to log2(a / b), almost: it takes mantissas for their logarithms.
template <class V>
FENCHEL_INLINE bits_t<V> binary_ratio(V a, V b) {
  constexpr int width = Layout<lane_t<V>>::mantissa;
  const bits_t<V> half = uint_of<lane_t<V>>(1) << (width - 1);
  return shift_right<width>(to_bits(a) - to_bits(b) + half);
}

template <class V>
FENCHEL_INLINE V atanh_ordinary(V x) {
  const V size = abs(x);
  const Pair<V> above = fast_two_sum(V(1), size), below = fast_two_sum(V(1), -size);
  const bits_t<V> exponent = binary_ratio(above.hi, below.hi);
  const V k = small_integer<V>(exponent);
  const V up = power_of_two<V>(exponent + bits_t<V>(Layout<lane_t<V>>::bias));
  const V lifted = product(below.hi, up);
  const auto whole = k == V(0);
  const V over = select(whole, size + size, above.hi - lifted);
  const V over_low = select(whole, V(0), fma(-up, below.lo, above.lo));
  const Pair<V> under = two_sum(above.hi, lifted);
  const V under_low = under.lo + fma(up, below.lo, above.lo);
  const Pair<V> twice{over + over, over_low + over_low};
  const Pair<V> t = quotient_pair(twice, Pair<V>{under.hi, under_low});
  return with_sign(V(0.5) * log_ratio(k, t), x);
}

template <class V>
[[gnu::noinline, gnu::cold]] V atanh_anywhere(const V& x) {
  using L = Layout<lane_t<V>>;
  const V size = abs(x);
  const V end = with_sign(select(size == V(1), V(L::infinity), V(L::nan)), x);
  return select(size < V(1), atanh_ordinary(x), end);
}

template <class V>
FENCHEL_INLINE V atanh_packet(V x) {
  if (any_beyond(abs(x), 1)) [[unlikely]]
    return aside(atanh_anywhere<V>, x);
  return atanh_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V atanh(V x) {
  return detail::unpacked<V>(detail::atanh_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
