// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/floor_divide.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Python's %: exact for integers of any size, rounded once for floats.
struct Remainder {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "remainder",
      .summary = "Remainder of a division, with the sign of the second operand.",
      .formula = R"(a - b \lfloor a / b \rfloor)",
      .source = "Python, operator %",
      .domain = "finite a, b not 0; integers give 0 at b = 0",
      .probe_second = {0.5, 4},
      .special = {-inf, -7, -1, -0.0, 0.0, 0.1, 1, 3, 1e30, inf, nan},
      .kinks = "at the jumps, where b divides a: the derivatives of either side",
      .example = {"fl.remainder(-7, 2)", "Tensor(1)"},
      .integers = true,
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::remainder(a, b);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& a, const T& b) {
    if constexpr (I == 0) return T(1.0);
    else return -floor_divide(a, b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(remainder, Remainder)
