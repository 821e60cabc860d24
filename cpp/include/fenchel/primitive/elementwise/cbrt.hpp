// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Cube root. The derivative at 0 is +inf, its limit from both sides.
struct Cbrt {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "cbrt",
      .summary = "Cube root of each element, also of negative ones.",
      .formula = R"(\sqrt[3]{x})",
      .source = "DLMF 4.2.26",
      .probe = {0.1, 8},
      .special = {-inf, -8, -1, -0.0, 0.0, 5e-324, 1, 27, inf, nan},
      .max_ulp = 1,
      .kinks = "at 0: the derivative is +inf",
      .example = {"fl.cbrt(-8.0)", "Tensor(-2.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::cbrt(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return 1.0 / (3.0 * (y * y));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(cbrt, Cbrt)
