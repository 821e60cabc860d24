// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sqrt.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/primitive/slopes.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Inverse hyperbolic sine.
struct Asinh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "asinh",
      .summary = "Inverse hyperbolic sine of each element.",
      .formula = R"(\operatorname{arsinh} x)",
      .source = "DLMF 4.37.1",
      .special = {-inf, -1e30, -1, -1e-5, -0.0, 0.0, 1e-5, 1, 1e5, 1e30, inf, nan},
      .max_ulp = 1,
      .example = {"fl.asinh(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::asinh(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    const auto [far, u] = folded(x);
    return where(far, magnitude(u), T(1.0)) / sqrt(1.0 + u * u);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(asinh, Asinh)
