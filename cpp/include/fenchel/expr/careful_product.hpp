// SPDX-License-Identifier: Apache-2.0
// Products with zeros, infinities or NaN, and those that leave the range of the type: fractions are
// multiplied, exponents added, and what is neither is counted. So the product without one element
// is known for each of them.
#pragma once

#include <fenchel/expr/fold.hpp>
#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// y = fraction * 2^exponent with a fraction from 1 to 2; 1 or -1 for what has none.
template <class V>
struct Parts {
  V fraction, exponent;
};

template <class V>
FENCHEL_INLINE V one_with_sign_of(V x) {
  return simd::detail::with_sign(V(1), x);
}

template <class V>
FENCHEL_INLINE Parts<V> parts_of(V y) {
  using namespace simd::detail;
  using T = simd::lane_t<V>;
  using L = Layout<T>;
  const auto tiny = simd::abs(y) < V(L::smallest);
  const auto bits = to_bits(simd::select(tiny, y * V(T(1ll << L::mantissa)), y));
  const bits_t<V> one = to_bits(V(1)), field = to_bits(V(T(inf)));
  const V biased = small_integer<V>(shift_right<L::mantissa>(bits & field));
  const V exponent = biased - simd::select(tiny, V(L::bias + L::mantissa), V(L::bias));
  const V fraction = from_bits<V>((bits & bits_t<V>::of(~field.raw)) | one);
  const auto has_none = (y == V(0)) | !(simd::abs(y) < V(T(inf)));
  return {simd::select(has_none, one_with_sign_of(y), fraction),
          simd::select(has_none, V(0), exponent)};
}

/// x * 2^n for |x| between 1/2 and 2, in two steps of which only the second may round.
template <class V>
FENCHEL_INLINE V times_power(V x, V n) {
  using namespace simd::detail;
  using L = Layout<simd::lane_t<V>>;
  constexpr int most = L::bias - 2;
  const auto step = [](V k, int bound) { return at_least(at_most(k, bound), -bound); };
  const auto power = [](V k) {
    return simd::detail::power_of_two<V>(to_bits(k + V(L::bias + L::rounder)));
  };
  const V whole = step(n, 2 * most), first = step(whole, most);
  return (x * power(first)) * power(whole - first);
}

/// What a product is made of; numbers or packets.
template <class V>
struct Factors {
  V fraction, exponent, zeros, infinities, nans;

  /// Zero times infinity is NaN, as in any order of multiplication.
  FENCHEL_INLINE V product() const {
    using T = simd::lane_t<V>;
    const V sign = one_with_sign_of(fraction), none(0);
    V y = simd::select(infinities > none, sign * V(T(inf)), times_power(fraction, exponent));
    y = simd::select(zeros > none, sign * none, y);
    return simd::select((nans > none) | ((zeros > none) & (infinities > none)), V(T(nan)), y);
  }
};

template <class V, class M>
FENCHEL_INLINE V one_where(const M& mask) {
  return simd::select(mask, V(1), V(0));
}

/// The product of all elements but y.
template <class V>
FENCHEL_INLINE V product_of_others(const Factors<simd::lane_t<V>>& all, V y) {
  const Parts<V> own = parts_of(y);
  const Factors<V> others{V(all.fraction) / own.fraction, V(all.exponent) - own.exponent,
                          V(all.zeros) - one_where<V>(y == V(0)),
                          V(all.infinities) - one_where<V>(simd::abs(y) == V(simd::lane_t<V>(inf))),
                          V(all.nans) - one_where<V>(y != y)};
  return others.product();
}

template <class V>
struct FactorsFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> fraction{T(1)}, exponent{T(0)}, zeros{T(0)}, infinities{T(0)}, nans{T(0)};

  FENCHEL_INLINE explicit FactorsFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V element) {
    constexpr int k = P::lane;
    const V y = p.keep(element, T(1));
    const Parts<V> own = parts_of(y), next = parts_of(fraction.lane[k] * own.fraction);
    fraction.lane[k] = next.fraction;
    exponent.lane[k] = exponent.lane[k] + (own.exponent + next.exponent);
    zeros.lane[k] = zeros.lane[k] + one_where<V>(y == V(0));
    infinities.lane[k] = infinities.lane[k] + one_where<V>(simd::abs(y) == V(T(inf)));
    nans.lane[k] = nans.lane[k] + one_where<V>(y != y);
  }
  /// The fractions of all lanes cannot overflow together.
  FENCHEL_INLINE Factors<T> result() const {
    using One = simd::Packet<T, 1>;
    const T together = fraction.folded([](auto a, auto b) { return a * b; });
    const Parts<One> last = parts_of(One(together));
    return {last.fraction.raw, exponent.sum() + last.exponent.raw, zeros.sum(), infinities.sum(),
            nans.sum()};
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
