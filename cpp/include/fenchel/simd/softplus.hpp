// SPDX-License-Identifier: Apache-2.0
// log(1 + e^x) = max(x, 0) + log1p(e^-|x|), the exponential carried as an unevaluated sum.
#pragma once

#include <fenchel/simd/exp.hpp>
#include <fenchel/simd/log1p.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class V>
FENCHEL_INLINE V softplus_ordinary(V x) {
  const auto a = reduce_exp(-abs(x));
  const V up = power_of_two<V>(to_bits(a.sum));
  const Pair<V> e = exp_of_reduced(a.r, a.tail);
  const Pair<V> u = fast_two_sum(e.hi, e.lo);
  const auto y = log1p_parts(product(up, u.hi), up * u.lo);
  // x and the two large terms of the logarithm are added exactly, the rest last.
  const Pair<V> whole = two_sum(select(x > V(0), x, V(0)), y.k * V(Ln2<lane_t<V>>::high));
  const Pair<V> total = two_sum(whole.hi, y.f);
  return total.hi + ((whole.lo + total.lo) - y.rest);
}

/// Far out softplus is x on the right and e^x on the left.
template <class V>
[[gnu::noinline, gnu::cold]] V softplus_anywhere(const V& x) {
  const auto far = !(abs(x) < V(Exp<lane_t<V>>::limit));
  return select(far, select(x > V(0), x, exp_anywhere(x)), softplus_ordinary(x));
}

template <class V>
FENCHEL_INLINE V softplus_packet(V x) {
  if (any(!(abs(x) < V(Exp<lane_t<V>>::limit)))) [[unlikely]]
    return softplus_anywhere(x);
  return softplus_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V softplus(V x) {
  return detail::unpacked<V>(detail::softplus_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
