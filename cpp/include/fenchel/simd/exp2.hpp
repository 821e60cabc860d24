// SPDX-License-Identifier: Apache-2.0
// 2^x = 2^n 2^r with n the nearest integer and |r| <= 1/2, both exact.
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// 2^r = 1 + r p(r); below `limit` 2^x is a normal number.
template <class T>
struct Exp2;
template <>
struct Exp2<double> {
  static constexpr double limit = 1022, clamp = 1100;
  static constexpr double p[] = {
      0x1.62e42fefa39efp-1,  0x1.ebfbdff82c5a6p-3,  0x1.c6b08d704a12cp-5,  0x1.3b2ab6fb9fd9dp-7,
      0x1.5d87fe789e990p-10, 0x1.4309130f6fc37p-13, 0x1.ffcbfc6677553p-17, 0x1.62bfc64f789ddp-20,
      0x1.b52522db1a1dcp-24, 0x1.e61d57b42ac51p-28, 0x1.e972f14696628p-32};
};
template <>
struct Exp2<float> {
  static constexpr float limit = 126, clamp = 160;
  static constexpr float p[] = {0x1.62e430p-1f, 0x1.ebfbd8p-3f,  0x1.c6af74p-5f,
                                0x1.3b3096p-7f, 0x1.5f0ca8p-10f, 0x1.3fad5cp-13f};
};

/// 2^r; `sum` holds n + bias in its low bits.
template <class V>
struct Exp2Parts {
  V mantissa, sum;
};

template <class V>
FENCHEL_INLINE Exp2Parts<V> exp2_parts(V x) {
  using T = lane_t<V>;
  const V rounder = Layout<T>::rounder + Layout<T>::bias;
  const V sum = x + rounder;
  const V r = x - (sum - rounder);
  return {fma(r, polynomial(r, Exp2<T>::p), V(1)), sum};
}

template <class V>
[[gnu::noinline, gnu::cold]] V exp2_anywhere(const V& x) {
  constexpr auto clamp = Exp2<lane_t<V>>::clamp;
  const auto [mantissa, sum] = exp2_parts(at_least(at_most(x, clamp), -clamp));
  return scale_widely(mantissa, sum);
}

template <class V>
FENCHEL_INLINE V exp2_packet(V x) {
  if (any_beyond(abs(x), Exp2<lane_t<V>>::limit)) [[unlikely]]
    return aside(exp2_anywhere<V>, x);
  const auto [mantissa, sum] = exp2_parts(x);
  return product(mantissa, power_of_two<V>(to_bits(sum)));
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V exp2(V x) {
  return detail::unpacked<V>(detail::exp2_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
