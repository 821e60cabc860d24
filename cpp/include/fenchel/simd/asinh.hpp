// SPDX-License-Identifier: Apache-2.0
// asinh and acosh: log(s + c) where c^2 - s^2 = 1. It is 2^k m, and the logarithm of m comes from
// t / 2 = (m - 1) / (m + 1), which for k = 0 is s / (1 + c): no cancellation.
#pragma once

#include <fenchel/simd/log_ratio.hpp>
#include <fenchel/simd/sqrt_pair.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Below it the square of an argument does not overflow.
template <class T>
inline constexpr T area_limit = sizeof(T) == 8 ? T(0x1p500) : T(0x1p60);

/// log(s + c).
template <class V>
FENCHEL_INLINE V log_sinh_cosh(Pair<V> s, Pair<V> c) {
  using T = lane_t<V>;
  const Pair<V> sum = fast_two_sum(c.hi, s.hi);
  const auto [biased, k, m] = split_exponent(sum.hi);
  const V down = power_of_two<V>(bits_t<V>(uint_of<T>(2 * Layout<T>::bias)) - biased);
  const V low = product(sum.lo + (s.lo + c.lo), down);
  const auto near = k == V(0);
  const V over = select(near, s.hi, m - V(1)), over_low = select(near, s.lo, low);
  const Pair<V> under = fast_two_sum(V(1), select(near, c.hi, m));
  const V under_low = under.lo + select(near, c.lo, low);
  const Pair<V> twice{over + over, over_low + over_low};
  return log_ratio(k, quotient_pair(twice, Pair<V>{under.hi, under_low}));
}

/// log(2 x): beyond the limit asinh and acosh are that.
template <class V>
FENCHEL_INLINE V log_of_twice(V x) {
  const auto [biased, k, m] = split_exponent(x);
  const V over = m - V(1);
  return log_ratio(k + V(1), quotient_pair(Pair<V>{over + over, V(0)}, fast_two_sum(V(1), m)));
}

/// The root of 1 + x^2 belongs to asinh x.
template <class V>
FENCHEL_INLINE V asinh_ordinary(V x) {
  const V size = abs(x);
  const Pair<V> square = two_product(size, size);
  const Pair<V> sum = fast_two_sum(V(1), square.hi);
  const Pair<V> root = sqrt_pair(Pair<V>{sum.hi, sum.lo + square.lo});
  return with_sign(log_sinh_cosh(Pair<V>{size, V(0)}, root), x);
}

template <class V>
[[gnu::noinline, gnu::cold]] V asinh_anywhere(const V& x) {
  const V size = abs(x);
  const V far =
      with_sign(select(size < V(Layout<lane_t<V>>::infinity), log_of_twice(size), size), x);
  return select(size < V(area_limit<lane_t<V>>), asinh_ordinary(x), far);
}

template <class V>
FENCHEL_INLINE V asinh_packet(V x) {
  if (any_beyond(abs(x), area_limit<lane_t<V>>)) [[unlikely]]
    return aside(asinh_anywhere<V>, x);
  return asinh_ordinary(x);
}

/// The root of (x - 1)(x + 1) belongs to acosh x.
template <class V>
FENCHEL_INLINE V acosh_ordinary(V x) {
  const V less = x - V(1);
  const Pair<V> more = fast_two_sum(V(1), x);
  const Pair<V> square = two_product(less, more.hi);
  const Pair<V> root = sqrt_pair(Pair<V>{square.hi, fma(less, more.lo, square.lo)});
  return log_sinh_cosh(root, Pair<V>{x, V(0)});
}

template <class V>
FENCHEL_INLINE mask_t<V> is_acosh_ordinary(V x) {
  return (x >= V(1)) & (x < V(area_limit<lane_t<V>>));
}

template <class V>
[[gnu::noinline, gnu::cold]] V acosh_anywhere(const V& x) {
  using L = Layout<lane_t<V>>;
  const V far = select(x < V(L::infinity), log_of_twice(x), x);
  return select(is_acosh_ordinary(x), acosh_ordinary(x), select(x < V(1), V(L::nan), far));
}

template <class V>
FENCHEL_INLINE V acosh_packet(V x) {
  if (any(!is_acosh_ordinary(x))) [[unlikely]]
    return aside(acosh_anywhere<V>, x);
  return acosh_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V asinh(V x) {
  return detail::unpacked<V>(detail::asinh_packet(detail::packed(x)));
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V acosh(V x) {
  return detail::unpacked<V>(detail::acosh_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
