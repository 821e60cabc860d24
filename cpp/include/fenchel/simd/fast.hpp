// SPDX-License-Identifier: Apache-2.0
// The fast tier, asked for by name: expm1, tanh and sigmoid without compensated sums, to 3 ULP.
// They take 0.4 to 0.8 of the time of the ordinary ones; for the other functions the compensation
// costs less than a fifth, and there is no fast tier.
#pragma once

#include <fenchel/simd/expm1.hpp>
#include <fenchel/simd/sigmoid.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// e^r - 1 = r + r^2 q(r), minimax in its own relative error, one degree less than Expm1.
template <class T>
struct FastExpm1;
template <>
struct FastExpm1<double> {
  static constexpr double q[] = {
      0x1.0000000000005p-1,  0x1.555555555553bp-3, 0x1.55555555520fbp-5,  0x1.1111111118836p-7,
      0x1.6c16c17f35c8fp-10, 0x1.a01a0177f484p-13, 0x1.a019a6888089ap-16, 0x1.71de80f2270c2p-19,
      0x1.28a2abb9f8bd1p-22, 0x1.ae77c51a4195dp-26};
};
template <>
struct FastExpm1<float> {
  static constexpr float q[] = {0x1.fffffep-2f, 0x1.5554bp-3f, 0x1.555716p-5f, 0x1.1227a4p-7f,
                                0x1.6b738ap-10f};
};

/// e^x - 1 = value 2^n, and down = 2^-n.
template <class V>
struct FastExpm1Parts {
  V value, sum, down;
};

template <class V>
FENCHEL_INLINE FastExpm1Parts<V> fast_expm1_parts(V x) {
  const auto a = reduce_exp(x);
  const bits_t<V> twice_bias = uint_of<lane_t<V>>(2 * Layout<lane_t<V>>::bias);
  const V down = power_of_two<V>(twice_bias - to_bits(a.sum));
  const V e = fma(a.r * a.r, polynomial(a.r, FastExpm1<lane_t<V>>::q), a.r);
  return {(V(1) - down) + e, a.sum, down};
}

template <class V>
FENCHEL_INLINE V fast_expm1_ordinary(V x) {
  const auto e = fast_expm1_parts(x);
  return with_sign(product(e.value, power_of_two<V>(to_bits(e.sum))), x);
}

/// The kernels of the ordinary tier know what is far out.
template <class V>
[[gnu::noinline, gnu::cold]] V fast_expm1_anywhere(const V& x) {
  const auto far = !(abs(x) < V(Exp<lane_t<V>>::limit));
  return select(far, expm1_anywhere(x), fast_expm1_ordinary(select(far, V(0), x)));
}

template <class V>
FENCHEL_INLINE V fast_expm1_packet(V x) {
  if (any_beyond(abs(x), Exp<lane_t<V>>::limit)) [[unlikely]]
    return aside(fast_expm1_anywhere<V>, x);
  return fast_expm1_ordinary(x);
}

/// E / (E + 2) with E = e^(2|x|) - 1.
template <class V>
FENCHEL_INLINE V fast_tanh_packet(V x) {
  constexpr lane_t<V> one_from = sizeof(lane_t<V>) == 8 ? 40 : 20;
  const auto e = fast_expm1_parts(at_most(abs(x + x), one_from));
  return with_sign(e.value / (e.value + (e.down + e.down)), x);
}

/// As sigmoid_ordinary.
template <class V>
FENCHEL_INLINE std::pair<V, V> fast_sigmoid_ordinary(V x) {
  const auto a = reduce_exp(-x);
  const V u = product(exp_mantissa(a.r, Exp<lane_t<V>>::q), power_of_two<V>(to_bits(a.sum)));
  return {V(1) / (V(1) + u), u};
}

template <class V>
[[gnu::noinline, gnu::cold]] std::pair<V, V> fast_sigmoid_anywhere(const V& x) {
  return sigmoid_tails_anywhere(x, fast_sigmoid_ordinary<V>);
}

template <class V>
FENCHEL_INLINE V fast_sigmoid_packet(V x) {
  if (any_beyond(abs(x), sigmoid_limit<lane_t<V>>)) [[unlikely]]
    return aside(fast_sigmoid_anywhere<V>, x).first;
  return fast_sigmoid_ordinary(x).first;
}

template <class V>
FENCHEL_INLINE std::pair<V, V> fast_sigmoid_tails_packet(V x) {
  if (any_beyond(abs(x), sigmoid_limit<lane_t<V>>)) [[unlikely]]
    return aside(fast_sigmoid_anywhere<V>, x);
  const auto [y, u] = fast_sigmoid_ordinary(x);
  return {y, u * y};
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V fast_expm1(V x) {
  return detail::unpacked<V>(detail::fast_expm1_packet(detail::packed(x)));
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V fast_tanh(V x) {
  return detail::unpacked<V>(detail::fast_tanh_packet(detail::packed(x)));
}

template <class V>
  requires Ground<V>
FENCHEL_INLINE V fast_sigmoid(V x) {
  return detail::unpacked<V>(detail::fast_sigmoid_packet(detail::packed(x)));
}

/// As sigmoid_tails.
template <class V>
  requires Ground<V>
FENCHEL_INLINE std::pair<V, V> fast_sigmoid_tails(V x) {
  const auto [y, mirrored] = detail::fast_sigmoid_tails_packet(detail::packed(x));
  return {detail::unpacked<V>(y), detail::unpacked<V>(mirrored)};
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
