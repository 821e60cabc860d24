// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Hyperbolic tangent.
struct Tanh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "tanh",
      .summary = "Hyperbolic tangent of each element.",
      .formula = R"(\tanh x)",
      .source = "DLMF 4.28.3",
      .special = {-inf, -20, -1, -0.0, 0.0, 1, 20, inf, nan},
      .max_ulp = 1,
      .example = {"fl.tanh(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::tanh(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return (1.0 - y) * (1.0 + y);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(tanh, Tanh)
