// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Quotient. Integers are widened to float64 first.
struct Divide {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "divide",
      .summary = "Quotient of two operands, element by element; true division for integers.",
      .formula = R"(a / b)",
      .source = "IEEE 754",
      .probe_second = {0.5, 4},
      .kinks = "at b = 0: the derivatives are infinite",
      .example = {"fl.divide(3.0, 2.0)", "Tensor(1.5)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return a / b;
  }

  /// Both by the reciprocal: a divisor that is the same everywhere is inverted once.
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*a*/, const T& b) {
    if constexpr (I == 0) return 1.0 / b;
    else return -y * (1.0 / b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(divide, Divide)
