// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/primitive/slopes.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse hyperbolic tangent.
struct Atanh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "atanh",
      .summary = "Inverse hyperbolic tangent of each element; NaN outside [-1, 1].",
      .formula = R"(\operatorname{artanh} x)",
      .source = "DLMF 4.37.3",
      .domain = "-1 <= x <= 1",
      .probe = {-0.95, 0.95},
      .special = {-inf, -2, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, inf, nan},
      .max_ulp = 1,
      .kinks = "at -1 and 1: the value is -inf and +inf, the derivative +inf",
      .example = {"fl.atanh(0.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::atanh(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 1.0 / one_minus_square(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(atanh, Atanh)
