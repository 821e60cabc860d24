// SPDX-License-Identifier: Apache-2.0
// Exponential: x = n ln 2 + r with |r| <= ln 2 / 2, then e^x = 2^n (1 + r + r^2 q(r)).
#pragma once

#include <fenchel/simd/beyond.hpp>
#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Constants of a type; `q` is minimax in the relative error of 1 + r + r^2 q(r); below
/// `limit` 2^n is a normal number.
template <class T>
struct Exp;
template <>
struct Exp<double> {
  static constexpr double log2e = 0x1.71547652b82fep+0;
  static constexpr double limit = 708.5, clamp = 800;
  static constexpr double q[] = {
      0x1.000000000000ap-1,  0x1.5555555555502p-3,  0x1.555555555069cp-5,  0x1.1111111125cf1p-7,
      0x1.6c16c18480a98p-10, 0x1.a01a0134719bfp-13, 0x1.a019994102dabp-16, 0x1.71df0f537f58cp-19,
      0x1.28ae1ad551b1ep-22, 0x1.ada19546e935fp-26};
};
template <>
struct Exp<float> {
  static constexpr float log2e = 0x1.715476p+0f;
  static constexpr float limit = 87.5f, clamp = 120;
  static constexpr float q[] = {0x1.000000p-1f, 0x1.555554p-3f,  0x1.5554f8p-5f,
                                0x1.1112e2p-7f, 0x1.6d3a44p-10f, 0x1.9e5c86p-13f};
};

/// x = n ln 2 + r + tail; `sum` holds n + bias in its low bits.
template <class V>
struct ExpArgument {
  V sum, n, r, tail;
};

template <class V>
FENCHEL_INLINE ExpArgument<V> reduce_exp(V x) {
  using T = lane_t<V>;
  using C = Exp<T>;
  const V rounder = Layout<T>::rounder + Layout<T>::bias;
  const V sum = fma(x, V(C::log2e), rounder);
  const V n = sum - rounder;
  const V first = fma(n, V(-Ln2<T>::high), x);  // exact
  const V r = fma(n, V(-Ln2<T>::low), first);
  return {sum, n, r, fma(n, V(-Ln2<T>::low), first - r)};
}

/// e^(r + tail) as an unevaluated sum. The tail may be large (it is not only a rounding error), so
/// it is multiplied by the whole exponential.
template <class V>
FENCHEL_INLINE Pair<V> exp_of_reduced(V r, V tail) {
  const V square = r * r;
  const V q = polynomial_by_halves(r, square, Exp<lane_t<V>>::q);
  const auto [hi, lost] = fast_two_sum(V(1), r);
  const V less_one = fma(square, q, r);
  return {hi, fma(square, q, lost) + fma(tail, less_one, tail)};
}

/// y 2^n for an n at which 2^n itself may leave the range: in two steps, so that it rounds once.
template <class V>
FENCHEL_INLINE V scale_widely(V y, V sum) {
  using T = lane_t<V>;
  using U = uint_of<T>;
  constexpr U bias = Layout<T>::bias;
  constexpr U lift = 4 * (bias + 1);  // keeps the exponent positive, so that a shift halves it
  const bits_t<V> n = to_bits(sum) - to_bits(V(Layout<T>::rounder)) + bits_t<V>(U(lift - bias));
  const bits_t<V> half = shift_right<1>(n);
  const bits_t<V> offset = U(lift / 2 - bias);
  return product(y * power_of_two<V>(half - offset), power_of_two<V>(n - half - offset));
}

template <class V, std::size_t K>
FENCHEL_INLINE V exp_mantissa(V r, const lane_t<V> (&q)[K]) {
  return V(1) + fma(r * r, polynomial(r, q), r);
}

/// The exponential of any argument.
template <class V>
[[gnu::noinline, gnu::cold]] V exp_anywhere(const V& given) {
  using C = Exp<lane_t<V>>;
  const V x = at_least(at_most(given, C::clamp), -C::clamp);
  const auto a = reduce_exp(x);
  return scale_widely(exp_mantissa(a.r, C::q), a.sum);
}

template <class V>
FENCHEL_INLINE V exp_packet(V x) {
  using C = Exp<lane_t<V>>;
  if (any_beyond(abs(x), C::limit)) [[unlikely]]
    return aside(exp_anywhere<V>, x);
  const auto a = reduce_exp(x);
  return product(exp_mantissa(a.r, C::q), power_of_two<V>(to_bits(a.sum)));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V exp(V x) {
  return detail::unpacked<V>(detail::exp_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
