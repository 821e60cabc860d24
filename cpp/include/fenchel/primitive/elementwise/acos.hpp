// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sqrt.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/primitive/slopes.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse cosine, in radians.
struct Acos {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "acos",
      .summary = "Inverse cosine of each element, in [0, pi]; NaN outside [-1, 1].",
      .formula = R"(\arccos x)",
      .source = "DLMF 4.23.2",
      .domain = "-1 <= x <= 1",
      .probe = {-0.95, 0.95},
      .special = {-inf, -2, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, inf, nan},
      .max_ulp = 1,
      .kinks = "at -1 and 1: the derivative is -inf",
      .example = {"fl.acos(1.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::acos(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return -1.0 / sqrt(one_minus_square(x));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(acos, Acos)
