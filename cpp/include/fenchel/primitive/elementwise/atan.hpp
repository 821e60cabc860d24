// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/primitive/slopes.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse tangent, in radians.
struct Atan {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "atan",
      .summary = "Inverse tangent of each element, in [-pi/2, pi/2].",
      .formula = R"(\arctan x)",
      .source = "DLMF 4.23.3",
      .special = {-inf, -1e30, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, 1e30, inf, nan},
      .max_ulp = 1,
      .example = {"fl.atan(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::atan(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    const auto [far, u] = folded(x);
    return where(far, T(u * u), T(1.0)) / (1.0 + u * u);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(atan, Atan)
