// SPDX-License-Identifier: Apache-2.0
// log(1 + e^x) = max(x, 0) + log(1 + u) with u = e^-|x| <= 1, and log(1 + u) = 2 atanh(u / (2 + u))
// without any reduction: its argument is at most 1/3. Exponential and quotient are unevaluated
// sums.
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// 2 atanh s = 2s + s z p(z) with z = s^2 <= 1/9. From `limit` on log(1 + u) is u, or vanishes
/// beside a number of that size; below u is far from underflow.
template <class T>
struct Softplus;
template <>
struct Softplus<double> {
  static constexpr double limit = 600;
  static constexpr double p[] = {0x1.5555555555555p-1, 0x1.999999999a28bp-2, 0x1.24924923de5f7p-2,
                                 0x1.c71c726d0bcd2p-3, 0x1.745cf1238b6f9p-3, 0x1.3b18ac4b0c9cfp-3,
                                 0x1.10ac9b3e27ff1p-3, 0x1.eb90e147957bdp-4, 0x1.686c0fa6bfdf9p-4,
                                 0x1.4b2260ce05eeap-3};
};
template <>
struct Softplus<float> {
  static constexpr float limit = 60;
  static constexpr float p[] = {0x1.555556p-1f, 0x1.999866p-2f, 0x1.24d774p-2f, 0x1.bb2fcap-3f,
                                0x1.e12a64p-3f};
};

/// log(1 + e^-(size + tail)) for 0 <= size < limit.
template <class V>
FENCHEL_INLINE Pair<V> log1p_exp_minus(V size, V tail) {
  const auto a = reduce_exp(-size);
  const V up = power_of_two<V>(to_bits(a.sum));
  const Pair<V> e = exp_of_reduced(a.r, a.tail - tail);
  const Pair<V> mantissa = fast_two_sum(e.hi, e.lo);
  const Pair<V> u = {product(mantissa.hi, up), product(mantissa.lo, up)};
  const Pair<V> two_more = fast_two_sum(V(2), u.hi);
  const auto s = divide(u, {two_more.hi, two_more.lo + u.lo});
  const V z = s.near * s.near;
  const V curved = product(z, polynomial(z, Softplus<lane_t<V>>::p));
  return {s.near + s.near, fma(s.near, curved, product(s.inverse + s.inverse, s.rest))};
}

/// top + (tail.hi + tail.lo), rounded once but for the small part.
template <class V>
FENCHEL_INLINE V add_pair(V top, Pair<V> tail) {
  const Pair<V> sum = two_sum(top, tail.hi);
  return sum.hi + (sum.lo + tail.lo);
}

template <class V>
FENCHEL_INLINE V softplus_ordinary(V x) {
  return add_pair(select(x > V(0), x, V(0)), log1p_exp_minus(abs(x), V(0)));
}

/// Far out softplus is x on the right and e^x on the left.
template <class V>
[[gnu::noinline, gnu::cold]] V softplus_anywhere(const V& x) {
  const auto near = abs(x) < V(Softplus<lane_t<V>>::limit);
  return select(near, softplus_ordinary(x), select(x > V(0), x, exp_anywhere(x)));
}

template <class V>
FENCHEL_INLINE V softplus_packet(V x) {
  if (any_beyond(abs(x), Softplus<lane_t<V>>::limit)) [[unlikely]]
    return aside(softplus_anywhere<V>, x);
  return softplus_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V softplus(V x) {
  return detail::unpacked<V>(detail::softplus_packet(detail::packed(x)));
}

/// log(1 / (1 + e^-x)).
template <class V>
  requires Ground<V>
FENCHEL_INLINE V log_sigmoid(V x) {
  return -softplus(-x);
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
