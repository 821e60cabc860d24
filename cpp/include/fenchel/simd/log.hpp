// SPDX-License-Identifier: Apache-2.0
// Logarithm: x = 2^k m with m in [sqrt(1/2), sqrt(2)); with f = m - 1 and s = f / (2 + f),
// log m = f - (f^2/2 - s (f^2/2 + R(s^2))), summed in the order of fdlibm.
#pragma once

#include <fenchel/simd/beyond.hpp>
#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `p` is minimax: log((1+s)/(1-s)) = 2s + s z p(z) with z = s^2.
template <class T>
struct Log;
template <>
struct Log<double> {
  static constexpr double lift = 0x1p54, lifted = 54;  // brings denormal numbers into the range
  static constexpr double root_half = 0x1.6a09e667f3bcdp-1;
  static constexpr double p[] = {0x1.5555555555592p-1, 0x1.999999997ff55p-2, 0x1.24924941dca73p-2,
                                 0x1.c71c52189fa28p-3, 0x1.74663c0010d69p-3, 0x1.39a200fcfaf9ep-3,
                                 0x1.2f02c88b95daep-3};
};
template <>
struct Log<float> {
  static constexpr float lift = 0x1p25f, lifted = 25;
  static constexpr float root_half = 0x1.6a09e6p-1f;
  static constexpr float p[] = {0x1.555554p-1f, 0x1.999c28p-2f, 0x1.23d314p-2f, 0x1.f16130p-3f};
};

/// x = 2^k m; `biased` is k + bias as an integer.
template <class V>
struct Binary {
  bits_t<V> biased;
  V k, m;
};

template <class V>
FENCHEL_INLINE Binary<V> split_exponent(V x) {
  using T = lane_t<V>;
  constexpr int width = Layout<T>::mantissa;
  const bits_t<V> root = to_bits(V(Log<T>::root_half));
  const bits_t<V> shifted = to_bits(x) - root + to_bits(V(1));
  const bits_t<V> fraction = shifted & bits_t<V>((uint_of<T>(1) << width) - 1);
  const bits_t<V> biased = shift_right<width>(shifted);
  return {biased, small_integer<V>(biased) - V(Layout<T>::bias), from_bits<V>(fraction + root)};
}

/// log(2^k (1 + f) + c') = k ln2_high + f - rest; `tail` gives c' from s, in first order.
template <class V, std::size_t K, class Tail>
FENCHEL_INLINE V log_rest(V k, V f, const lane_t<V> (&p)[K], Tail tail) {
  const V s = f / (V(2) + f);
  const V z = s * s;
  const V half_square = product(V(0.5) * f, f);
  const V r = fma(z, polynomial(z, p), half_square);
  return half_square - fma(s, r, fma(k, V(Ln2<lane_t<V>>::low), tail(s)));
}

template <class V, std::size_t K>
FENCHEL_INLINE V log_binary(V k, V m, const lane_t<V> (&p)[K]) {
  const V f = m - V(1);
  const auto no_tail = [](V) { return V(0); };
  return fma(k, V(Ln2<lane_t<V>>::high), f - log_rest(k, f, p, no_tail));
}

/// The logarithm of any argument, where `binary(k, m)` is that of 2^k m.
template <class V, class F>
FENCHEL_INLINE V log_of_anything(V x, F binary) {
  using T = lane_t<V>;
  using L = Layout<T>;
  const auto small = x < V(L::smallest);
  const auto [biased, k, m] = split_exponent(select(small, x * V(Log<T>::lift), x));
  V y = binary(select(small, k - V(Log<T>::lifted), k), m);
  y = select(x == V(0), V(-L::infinity), y);
  y = select(x < V(0), V(L::nan), y);
  return select(x < V(L::infinity), y, x);  // infinity and NaN
}

template <class V>
[[gnu::noinline, gnu::cold]] V log_anywhere(const V& x) {
  return log_of_anything(x, [](V k, V m) { return log_binary(k, m, Log<lane_t<V>>::p); });
}

template <class V>
FENCHEL_INLINE V log_packet(V x) {
  using L = Layout<lane_t<V>>;
  if (any_outside(x, L::smallest, L::infinity)) [[unlikely]]
    return aside(log_anywhere<V>, x);
  const auto [biased, k, m] = split_exponent(x);
  return log_binary(k, m, Log<lane_t<V>>::p);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V log(V x) {
  return detail::unpacked<V>(detail::log_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
