// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Rounding to the nearest. Integers are whole.
struct Round {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "round",
      .summary = "Nearest whole number of each element; halfway between two, the even one.",
      .formula = R"(\lfloor x \rceil)",
      .source = "IEEE 754, roundToIntegralTiesToEven",
      .special = {-inf, -2.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 1.5, 1e30, inf, nan},
      .max_ulp = 0,
      .kinks = "piecewise constant: the derivative is 0 everywhere; smooth() gives it one",
      .example = {"fl.round(2.5)", "Tensor(2.0)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::round(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(round, Round)
