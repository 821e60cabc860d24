// SPDX-License-Identifier: Apache-2.0
// e^x - 1 without cancellation, also as an unevaluated sum from which tanh is built.
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `q` is minimax in the error relative to e^r - 1, which exp does not need.
template <class T>
struct Expm1;
template <>
struct Expm1<double> {
  static constexpr double q[] = {
      0x1.0000000000000p-1,  0x1.5555555555559p-3,  0x1.5555555555558p-5,  0x1.111111110f6fdp-7,
      0x1.6c16c16c1704ep-10, 0x1.a01a01afa9006p-13, 0x1.a01a019c11955p-16, 0x1.71ddf90984e64p-19,
      0x1.27e4fc61c327dp-22, 0x1.af5d6d18eb8ffp-26, 0x1.1f35243ebb758p-29};
};
template <>
struct Expm1<float> {
  static constexpr auto& q = Exp<float>::q;
};

/// e^x - 1 = (value.hi + value.lo) up, with up = 2^n and down = 2^-n.
template <class V>
struct Expm1Parts {
  Pair<V> value;
  V sum, down;
};

template <class V>
FENCHEL_INLINE Expm1Parts<V> expm1_parts(V x) {
  using T = lane_t<V>;
  const auto a = reduce_exp(x);
  const bits_t<V> twice_bias = uint_of<T>(2 * Layout<T>::bias);
  const V down = power_of_two<V>(twice_bias - to_bits(a.sum));
  // In units of 2^n the 1 is 2^-n; 1 - 2^-n is inexact for an n beyond the precision.
  const V gap = V(1) - down;
  const V gap_lost = (V(1) - gap) - down;
  const auto [hi, lost] = fast_two_sum(gap, a.r);
  const V q = polynomial(a.r, Expm1<T>::q);
  const V lo = fma(a.r * a.r, q, lost + gap_lost) + fma(a.tail, a.r, a.tail);
  return {{hi, lo}, a.sum, down};
}

template <class V>
FENCHEL_INLINE V expm1_ordinary(V x) {
  const auto e = expm1_parts(x);
  return with_sign(product(e.value.hi + e.value.lo, power_of_two<V>(to_bits(e.sum))), x);
}

/// Far out it is -1 on the left and e^x on the right.
template <class V>
[[gnu::noinline, gnu::cold]] V expm1_anywhere(const V& x) {
  constexpr auto limit = Exp<lane_t<V>>::limit;
  const V inside = expm1_ordinary(at_least(at_most(x, limit), -limit));
  return select(x > V(limit), exp_anywhere(x), inside);
}

template <class V>
FENCHEL_INLINE V expm1_packet(V x) {
  if (any_beyond(abs(x), Exp<lane_t<V>>::limit)) [[unlikely]]
    return aside(expm1_anywhere<V>, x);
  return expm1_ordinary(x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V expm1(V x) {
  return detail::unpacked<V>(detail::expm1_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
