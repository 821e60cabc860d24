// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/abs.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Angle of a point, its ordinate first. The derivatives (b, -a) / (a^2 + b^2) are formed from the
/// quotient of the smaller coordinate by the larger, without squares that overflow or underflow.
struct Atan2 {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "atan2",
      .summary = "Angle of the point (b, a), in [-pi, pi], element by element.",
      .formula = R"(\operatorname{atan2}(a, b))",
      .source = "DLMF 4.23.26",
      .special = {-inf, -2, -1, -1e-300, -0.0, 0.0, 1e-300, 1, 1e30, inf, nan},
      .max_ulp = 1,
      .kinks =
          "at a = b = 0: the derivatives are 0; at a = 0 > b the angle jumps by 2 pi, the "
          "derivatives do not",
      .example = {"fl.atan2(0.0, 1.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::atan2(a, b);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& a, const T& b) {
    const auto steep = greater(abs(a), abs(b));
    const auto far = equal(a, T(a + a)) & equal(b, T(b + b));  // each is zero or infinite
    const T large = where(far, T(inf), T(where(steep, a, b)));
    const T small = where(far, T(0.0), T(where(steep, b, a)));
    const T ratio = small / large;
    const T slope = 1.0 / (large + small * ratio);
    if constexpr (I == 0) return where(steep, T(ratio * slope), slope);
    else return -where(steep, slope, T(ratio * slope));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(atan2, Atan2)
