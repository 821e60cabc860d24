// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Square root. The derivative at 0 is +inf, its one-sided limit.
struct Sqrt {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "sqrt",
      .summary = "Non-negative square root of each element; NaN below 0.",
      .formula = R"(\sqrt{x})",
      .source = "IEEE 754",
      .domain = "x >= 0",
      .probe = {1e-3, 10},
      .special = {0.0, -0.0, 1, 4, inf, nan, -1},
      .kinks = "at 0: the derivative is +inf, at -0 -inf",
      .example = {"fl.sqrt(4.0)", "Tensor(2.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::sqrt(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return 0.5 / y;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(sqrt, Sqrt)
