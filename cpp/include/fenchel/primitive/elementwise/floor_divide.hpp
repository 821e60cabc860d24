// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Python's //: exact for integers of any size, rounded once for floats.
struct FloorDivide {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "floor_divide",
      .summary = "Largest whole number that is not above the quotient of two operands.",
      .formula = R"(\lfloor a / b \rfloor)",
      .source = "Python, operator //",
      .domain = "finite a; for b = 0 the value is a / b, or 0 for integers",
      .probe_second = {0.5, 4},
      .special = {-inf, -7, -1, -0.0, 0.0, 0.1, 1, 3, 1e30, inf, nan},
      .kinks = "piecewise constant: the derivatives are 0 everywhere; smooth() gives some",
      .example = {"fl.floor_divide(-7, 2)", "Tensor(-4)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::floor_divide(a, b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(floor_divide, FloorDivide)
