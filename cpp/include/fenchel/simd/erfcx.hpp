// SPDX-License-Identifier: Apache-2.0
// Scaled complementary error function e^(x^2) erfc(x); on the left 2 e^(x^2) - erfcx(-x).
#pragma once

#include <fenchel/base/constants.hpp>
#include <fenchel/simd/scaled_erfc.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// 2 e^(x^2) - y: between a tenth and all of its first term, so a pair suffices.
template <class V>
FENCHEL_INLINE V reflected_erfcx(Pair<V> growth, Pair<V> y) {
  const Pair<V> difference = two_sum(growth.hi, -y.hi);
  return difference.hi + (difference.lo + (growth.lo - y.lo));
}

/// 2 e^(x^2), for |x| <= 26.
template <class V>
FENCHEL_INLINE Pair<V> twice_growth(V x) {
  const Pair<V> square = two_product(x, x);
  const Decay<V> e = decay(Pair<V>{-square.hi, -square.lo});
  const Pair<V> sum = fast_two_sum(e.mantissa.hi, e.mantissa.lo);
  const V up = V(2) * power_of_two<V>(to_bits(e.sum));
  return {product(sum.hi, up), product(sum.lo, up)};
}

template <class V>
[[gnu::noinline, gnu::cold]] V left_erfcx(const V& x, const V& hi, const V& lo) {
  const V size = at_most(abs(x), 28);
  const Pair<V> square = two_product(size, size);
  const Decay<V> e = decay(Pair<V>{-square.hi, -square.lo});
  const V far = scale_widely(V(2) * (e.mantissa.hi + e.mantissa.lo), e.sum);
  const V near = reflected_erfcx(twice_growth(at_most(size, 26)), {hi, lo});
  return select(size < V(26), near, far);
}

template <int N>
FENCHEL_INLINE Packet<double, N> erfcx_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  constexpr double far = 0x1p30;  // there it is 1 / (x sqrt(pi)) to every digit
  const V size = abs(x);
  const Pair<V> y = scaled_erfc(Pair<V>{at_most(size, far), V(0)});
  V right = y.hi + y.lo;
  if (any(size > V(far))) [[unlikely]]
    right = select(size > V(far), V(0.5 * two_over_sqrt_pi) / size, right);
  if (any(x < V(0))) return select(x < V(0), left_erfcx(x, y.hi, y.lo), right);
  return right;
}

template <int N>
FENCHEL_INLINE Packet<float, N> erfcx_packet(Packet<float, N> x) {
  const auto f = [](auto y) __attribute__((always_inline)) {
    using V = decltype(y);
    const V right = brief_scaled_erfc(abs(y));
    if (!any(y < V(0))) return right;
    const V size = at_most(abs(y), 20);
    return select(y < V(0), V(2) * brief_exp(product(size, size)) - right, right);
  };
  return by_doubles(f, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V erfcx(V x) {
  return detail::unpacked<V>(detail::erfcx_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
