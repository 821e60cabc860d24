// SPDX-License-Identifier: Apache-2.0
// 1 / (1 + u) with u = e^-x; far out from u = e^-|x|, so that nothing overflows: 1 / (1 + u) or
// u / (1 + u).
#pragma once

#include <fenchel/simd/exp.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Within it neither e^x nor a part of a product by halves leaves the normal numbers.
template <class T>
inline constexpr T sigmoid_limit = sizeof(T) == 8 ? 600 : 50;

/// e^(r + tail) as a value and its rounding error. The tail is so small that its factor is 1.
template <class V>
FENCHEL_INLINE Pair<V> exp_for_sigmoid(const ExpArgument<V>& a) {
  const auto [hi, lost] = fast_two_sum(V(1), a.r);
  return fast_two_sum(hi, fma(a.r * a.r, polynomial(a.r, Exp<lane_t<V>>::q), lost + a.tail));
}

/// The sigmoid and e^-x.
template <class V>
FENCHEL_INLINE std::pair<V, V> sigmoid_ordinary(V x) {
  const auto a = reduce_exp(-x);
  const Pair<V> e = exp_for_sigmoid(a);
  const V up = power_of_two<V>(to_bits(a.sum)), u = product(up, e.hi);
  const Pair<V> below = two_sum(V(1), u);
  return {reciprocal(Pair<V>{below.hi, fma(up, e.lo, below.lo)}), u};
}

/// factor e^x for x <= 0 of any size, which may leave the range.
template <class V>
FENCHEL_INLINE V left_tail(V factor, V x) {
  const auto a = reduce_exp(at_least(x, -Exp<lane_t<V>>::clamp));
  return scale_widely(product(factor, exp_for_sigmoid(a).hi), a.sum);
}

/// sigmoid(x) and sigmoid(-x) from what `ordinary` gives within the limit. Beyond it one is 1 and
/// the other e^-|x|.
template <class V, class F>
FENCHEL_INLINE std::pair<V, V> sigmoid_tails_anywhere(V x, F ordinary) {
  const auto far = !(abs(x) < V(sigmoid_limit<lane_t<V>>));
  const auto [y, u] = ordinary(select(far, V(0), x));
  const V tail = left_tail(V(1), -abs(x));
  return {select(far, select(x > V(0), V(1), tail), y),
          select(far, select(x < V(0), V(1), tail), u * y)};
}

template <class V>
[[gnu::noinline, gnu::cold]] std::pair<V, V> sigmoid_anywhere(const V& x) {
  return sigmoid_tails_anywhere(x, sigmoid_ordinary<V>);
}

template <class V>
FENCHEL_INLINE V sigmoid_packet(V x) {
  if (any_beyond(abs(x), sigmoid_limit<lane_t<V>>)) [[unlikely]]
    return aside(sigmoid_anywhere<V>, x).first;
  return sigmoid_ordinary(x).first;
}

template <class V>
FENCHEL_INLINE std::pair<V, V> sigmoid_tails_packet(V x) {
  if (any_beyond(abs(x), sigmoid_limit<lane_t<V>>)) [[unlikely]]
    return aside(sigmoid_anywhere<V>, x);
  const auto [y, u] = sigmoid_ordinary(x);
  return {y, u * y};
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V sigmoid(V x) {
  return detail::unpacked<V>(detail::sigmoid_packet(detail::packed(x)));
}

/// sigmoid(x) and sigmoid(-x), neither by cancellation. Their product is the derivative.
template <class V>
  requires Ground<V>
FENCHEL_INLINE std::pair<V, V> sigmoid_tails(V x) {
  const auto [y, mirrored] = detail::sigmoid_tails_packet(detail::packed(x));
  return {detail::unpacked<V>(y), detail::unpacked<V>(mirrored)};
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
