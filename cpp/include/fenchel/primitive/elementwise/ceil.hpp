// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Ceiling. Integers are whole.
struct Ceil {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "ceil",
      .summary = "Smallest whole number that is not below each element.",
      .formula = R"(\lceil x \rceil)",
      .source = "DLMF Common Notations",
      .special = {-inf, -2.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 1.5, 1e30, inf, nan},
      .max_ulp = 0,
      .kinks = "piecewise constant: the derivative is 0 everywhere; smooth() gives it one",
      .example = {"fl.ceil(-1.5)", "Tensor(-1.0)"},
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::ceil(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(ceil, Ceil)
