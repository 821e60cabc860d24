// SPDX-License-Identifier: Apache-2.0
// 1 / (1 + e^-x), always from u = e^-|x| so that nothing overflows: 1 / (1 + u) or u / (1 + u).
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// The sigmoid as its mantissa; x < 0 leaves it to be scaled by 2^n, once, at the end.
template <class V>
FENCHEL_INLINE V sigmoid_mantissa(V x, const ExpArgument<V>& a, V up) {
  const Pair<V> e = exp_of_reduced(a.r, a.tail);
  const Pair<V> u = fast_two_sum(e.hi, e.lo);
  const Pair<V> one_more = fast_two_sum(V(1), product(up, u.hi));
  const Pair<V> below = {one_more.hi, fma(up, u.lo, one_more.lo)};
  const auto negative = x < V(0);
  return quotient({select(negative, u.hi, V(1)), select(negative, u.lo, V(0))}, below);
}

template <class V>
[[gnu::noinline, gnu::cold]] V sigmoid_anywhere(const V& x) {
  using C = Exp<lane_t<V>>;
  const V size = at_most(abs(x), C::clamp);
  const auto a = reduce_exp(-size);
  const auto tiny = size >= V(C::limit);
  const V up = select(tiny, V(0), power_of_two<V>(to_bits(a.sum)));
  const V y = sigmoid_mantissa(x, a, up);
  return select(x < V(0), scale_widely(y, a.sum), y);
}

template <class V>
FENCHEL_INLINE V sigmoid_packet(V x) {
  const V size = abs(x);
  if (any_beyond(size, Exp<lane_t<V>>::limit)) [[unlikely]]
    return aside(sigmoid_anywhere<V>, x);
  const auto a = reduce_exp(-size);
  const V up = power_of_two<V>(to_bits(a.sum));
  return product(sigmoid_mantissa(x, a, up), select(x < V(0), up, V(1)));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V sigmoid(V x) {
  return detail::unpacked<V>(detail::sigmoid_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
