// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/elementwise/rsqrt.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse hyperbolic cosine. Two roots in the derivative: their product does not overflow.
struct Acosh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "acosh",
      .summary = "Inverse hyperbolic cosine of each element; NaN below 1.",
      .formula = R"(\operatorname{arcosh} x)",
      .source = "DLMF 4.37.2",
      .domain = "x >= 1",
      .probe = {1.05, 10},
      .special = {-inf, -2, -1, -0.0, 0.0, 0.5, 1, 2, 1e30, inf, nan},
      .max_ulp = 1,
      .kinks = "at 1: the derivative is +inf",
      .example = {"fl.acosh(1.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::acosh(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return masked_multiply(rsqrt(x - 1.0), rsqrt(x + 1.0));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(acosh, Acosh)
