// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Sign: -1, 0 or 1; NaN stays NaN.
struct Sign {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "sign",
      .summary = "Sign of each element: -1, 0 or 1.",
      .formula = R"(\operatorname{sign}(x))",
      .source = "book section 13.4",
      .kinks = "piecewise constant: the derivative is 0 everywhere",
      .example = {"fl.sign(-3.0)", "Tensor(-1.0)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::sign(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(sign, Sign)
