// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Floor. Integers are whole.
struct Floor {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "floor",
      .summary = "Largest whole number that is not above each element.",
      .formula = R"(\lfloor x \rfloor)",
      .source = "DLMF Common Notations",
      .special = {-inf, -2.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 1.5, 1e30, inf, nan},
      .max_ulp = 0,
      .kinks = "piecewise constant: the derivative is 0 everywhere; smooth() gives it one",
      .example = {"fl.floor(-1.5)", "Tensor(-2.0)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::floor(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(floor, Floor)
