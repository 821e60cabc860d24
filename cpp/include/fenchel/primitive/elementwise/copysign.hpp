// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// The sign of one number given to another; zeros and NaN have signs too.
struct Copysign {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "copysign",
      .summary = "Size of the first operand with the sign of the second, element by element.",
      .formula = R"(|a|\,\operatorname{sign}(b))",
      .source = "IEEE 754, copySign",
      .special = {-inf, -1, -0.0, 0.0, 1, inf},
      .max_ulp = 0,
      .kinks = "at a = 0 the zero's own sign counts; d/db is 0 everywhere, smooth() gives one",
      .example = {"fl.copysign(2.0, -0.0)", "Tensor(-2.0)"},
      .active = 0b01,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::copysign(a, b);
  }

  /// Whether the signs agree: 1 or -1.
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& a, const T& b) {
    return apply<Copysign>(T(1.0), a) * apply<Copysign>(T(1.0), b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(copysign, Copysign)
