// SPDX-License-Identifier: Apache-2.0
// log Gamma(x) of a positive number in float64 as exactly as float32 needs it: the formulas of
// lgamma.hpp with shorter polynomials and no sums in pairs.
#pragma once

#include <fenchel/simd/log.hpp>
#include <fenchel/simd/pow.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Interpolated at Chebyshev points, to 2^-28 and 2^-32 of the result.
struct BriefLgamma {
  static constexpr double near[] = {
      0x1.ccf151cdfec41p-2,  -0x1.e9658608846f4p-4,  0x1.6cb66f64700d6p-5,  -0x1.382e672a881cdp-6,
      0x1.1f7dbb9637997p-7,  -0x1.14de3c99389f7p-8,  0x1.156b2f178f28dp-9,  -0x1.18f96880ec281p-10,
      0x1.f345d9130b593p-12, -0x1.024a53f9d6816p-12, 0x1.02e5e7320db2dp-12, -0x1.131983812a908p-13};
  static constexpr double series[] = {0x1.5555554af7f7ap-4, -0x1.6c152950cd64fp-9,
                                      0x1.9ecdbbc4831b9p-11, -0x1.1f2832a3cbc4fp-11,
                                      0x1.bb0a7c863ae9fp-12};
};

/// (x - 1/2)(log x - 1) + (log(2 pi) - 1) / 2 + series(1 / x^2) / x.
template <class V>
FENCHEL_INLINE V lgamma_brief_series(V x, V log) {
  constexpr double offset = 0x1.acfe390c97d69p-2;
  const V inverse = V(1) / x;
  const V rest = fma(inverse, polynomial(inverse * inverse, BriefLgamma::series), V(offset));
  return fma(x - V(0.5), log - V(1), rest);
}

template <class V>
FENCHEL_INLINE V lgamma_brief(V x) {
  const auto below_one = x < V(1), far = x >= V(2.5);
  const V d = select(below_one, x, select(far, V(0), x - V(1)));
  const V ends = fma(d, d - V(1), V(0));  // +0 at 1, as lgamma is
  const V near = product(ends, polynomial(d - V(0.75), BriefLgamma::near));
  if (!any(below_one | far)) return near;
  const auto [biased, k, m] = split_exponent(x);
  const V log = log_binary(k, m, ShortPow::p);
  const V right = lgamma_brief_series(x, log);
  return select(far, right, select(below_one, near - log, near));
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
