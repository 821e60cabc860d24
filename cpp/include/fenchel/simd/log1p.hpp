// SPDX-License-Identifier: Apache-2.0
// log(1 + x): the rounding error of 1 + x is carried along to first order.
#pragma once

#include <fenchel/simd/log.hpp>
#include <limits>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// log(1 + x + tail) = k ln2_high + f - rest.
template <class V>
struct Log1pParts {
  V k, f, rest;
};

template <class V>
FENCHEL_INLINE Log1pParts<V> log1p_parts(V x, V tail) {
  using T = lane_t<V>;
  const auto [sum, lost] = two_sum(V(1), x);
  const auto [biased, k, m] = split_exponent(sum);
  const V down = power_of_two<V>(bits_t<V>(uint_of<T>(2 * Layout<T>::bias)) - biased);
  const V f = m - V(1);
  const V c = product(lost + tail, down);
  const auto first_order = [c](V s) { return fma(c * V(-2), s, c); };  // c / (1 + f), f = 2s + ...
  return {k, f, log_rest(k, f, Log<T>::p, first_order)};
}

template <class V>
FENCHEL_INLINE V log1p_ordinary(V x) {
  const auto a = log1p_parts(x, V(0));
  return with_sign(fma(a.k, V(Ln2<lane_t<V>>::high), a.f - a.rest), x);
}

/// Ordinary arguments are at least the first number above -1 and less than `limit`.
template <class T>
struct Log1pRange {
  static constexpr T least = std::numeric_limits<T>::epsilon() / 2 - 1, limit = 0x1p60f;
};

template <class V>
FENCHEL_INLINE mask_t<V> is_log1p_ordinary(V x) {
  using R = Log1pRange<lane_t<V>>;
  return (x >= V(R::least)) & (x < V(R::limit));
}

/// Beyond 2^60 the 1 no longer matters; at -1 and below log knows the answer.
template <class V>
[[gnu::noinline, gnu::cold]] V log1p_anywhere(const V& x) {
  return select(is_log1p_ordinary(x), log1p_ordinary(x), log_anywhere(V(1) + x));
}

template <class V>
FENCHEL_INLINE V log1p_packet(V x) {
  using R = Log1pRange<lane_t<V>>;
  if (any_outside(x, R::least, R::limit)) [[unlikely]]
    return aside(log1p_anywhere<V>, x);
  return log1p_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V log1p(V x) {
  return detail::unpacked<V>(detail::log1p_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
