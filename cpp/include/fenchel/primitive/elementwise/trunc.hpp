// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Rounding towards zero. Integers are whole.
struct Trunc {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "trunc",
      .summary = "Each element without its fraction.",
      .formula = R"(\operatorname{sign}(x)\,\lfloor |x| \rfloor)",
      .source = "IEEE 754, roundToIntegralTowardZero",
      .special = {-inf, -2.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 1.5, 1e30, inf, nan},
      .max_ulp = 0,
      .kinks = "piecewise constant: the derivative is 0 everywhere; smooth() gives it one",
      .example = {"fl.trunc(-1.5)", "Tensor(-1.0)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::trunc(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(trunc, Trunc)
