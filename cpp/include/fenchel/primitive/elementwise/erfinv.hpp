// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse of the error function.
struct Erfinv {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "erfinv",
      .summary = "Inverse error function of each element; infinite at -1 and 1, NaN beyond.",
      .formula = R"(\operatorname{erf}^{-1}(x))",
      .source = "DLMF 7.17.1",
      .domain = "-1 <= x <= 1",
      .probe = {-0.95, 0.95},
      .special = {-2, -1, -0.5, -0.0, 0.0, 1e-300, 0.5, 0.7, 0.75, 1, inf, nan},
      .max_ulp = 1.05,
      .max_ulp_plain = 2,
      .kinks = "at -1 and 1: the value is -inf and inf, the derivative +inf",
      .example = {"fl.erfinv(0.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::erfinv(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return half_sqrt_pi * exp(y * y);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(erfinv, Erfinv)
