// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Tangent.
struct Tan {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "tan",
      .summary = "Tangent of each element, in radians.",
      .formula = R"(\tan x)",
      .source = "DLMF 4.14.4",
      .probe = {-1.5, 1.5},
      .special = {-inf, -1, -0.0, 0.0, 1, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.2,
      .example = {"fl.tan(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::tan(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return 1.0 + y * y;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(tan, Tan)
