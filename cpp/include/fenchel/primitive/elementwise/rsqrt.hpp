// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Reciprocal square root, rounded once.
struct Rsqrt {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "rsqrt",
      .summary = "Reciprocal of the square root of each element; +inf at 0, NaN below.",
      .formula = R"(\frac{1}{\sqrt{x}})",
      .source = "IEEE 754-2019, 9.2",
      .domain = "x >= 0",
      .probe = {1e-3, 10},
      .special = {-1, -0.0, 0.0, 5e-324, 1, 4, inf, nan},
      .max_ulp = 1,
      .kinks = "at 0: the value is +inf, the derivative -inf",
      .example = {"fl.rsqrt(4.0)", "Tensor(0.5)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::rsqrt(x);
  }

  /// -1/2 x^(-3/2): y^2 is between y and y^3, so nothing overflows on the way.
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return -0.5 * y * (y * y);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(rsqrt, Rsqrt)
