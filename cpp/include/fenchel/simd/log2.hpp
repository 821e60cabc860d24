// SPDX-License-Identifier: Apache-2.0
// Logarithms to the bases 2 and 10: the natural one of the mantissa, times 1 / log(base) in twice
// the precision, plus the exponent.
#pragma once

#include <fenchel/simd/log.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// `high` + `low` is the logarithm of 2, times an exponent `high` is exact; `scale` + `scale_low`
/// is 1 / log(base).
template <class T>
struct Base2;
template <>
struct Base2<double> {
  static constexpr double high = 1;
  static constexpr double scale = 0x1.71547652b82fep+0, scale_low = 0x1.777d0ffda0d24p-56;
};
template <>
struct Base2<float> {
  static constexpr float high = 1;
  static constexpr float scale = 0x1.715476p+0f, scale_low = 0x1.4ae0c0p-26f;
};
template <class T>
struct Base10;
template <>
struct Base10<double> {
  static constexpr double high = 0x1.34413509f7800p-2, low = 0x1.fef311f12b358p-46;
  static constexpr double scale = 0x1.bcb7b1526e50ep-2, scale_low = 0x1.95355baaafad3p-57;
};
template <>
struct Base10<float> {
  static constexpr float high = 0x1.3442p-2f, low = -0x1.95ec10p-19f;
  static constexpr float scale = 0x1.bcb7b2p-2f, scale_low = -0x1.5b235ep-27f;
};

/// The logarithm of 2^k m. Only its last addition rounds by half a unit, so that it is exact at
/// powers of the base.
template <template <class> class Base, class V>
FENCHEL_INLINE V log_to_base(V k, V m) {
  using T = lane_t<V>;
  using B = Base<T>;
  const V f = m - V(1);
  const auto no_tail = [](V) { return V(0); };
  const Pair<V> natural = fast_two_sum(f, -log_rest(V(0), f, Log<T>::p, no_tail));
  const Pair<V> scaled = two_product(natural.hi, V(B::scale));
  const V low = fma(natural.lo, V(B::scale), fma(natural.hi, V(B::scale_low), scaled.lo));
  if constexpr (B::high == 1) {
    const Pair<V> whole = fast_two_sum(k, scaled.hi);
    return whole.hi + (whole.lo + low);
  } else {
    const Pair<V> whole = fast_two_sum(product(k, V(B::high)), scaled.hi);
    return whole.hi + (whole.lo + fma(k, V(B::low), low));
  }
}

template <template <class> class Base, class V>
[[gnu::noinline, gnu::cold]] V log_to_base_anywhere(const V& x) {
  return log_of_anything(x, [](V k, V m) { return log_to_base<Base>(k, m); });
}

template <template <class> class Base, class V>
FENCHEL_INLINE V log_to_base_packet(V x) {
  using L = Layout<lane_t<V>>;
  if (any_outside(x, L::smallest, L::infinity)) [[unlikely]]
    return aside(log_to_base_anywhere<Base, V>, x);
  const auto [biased, k, m] = split_exponent(x);
  return log_to_base<Base>(k, m);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V log2(V x) {
  return detail::unpacked<V>(detail::log_to_base_packet<detail::Base2>(detail::packed(x)));
}
template <class V>
  requires Ground<V>
FENCHEL_INLINE V log10(V x) {
  return detail::unpacked<V>(detail::log_to_base_packet<detail::Base10>(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
