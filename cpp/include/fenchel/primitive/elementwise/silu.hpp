// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/minimum.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Sigmoid linear unit, also called swish.
struct Silu {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "silu",
      .summary = "x times the logistic function of x, of each element.",
      .formula = R"(\frac{x}{1 + e^{-x}})",
      .source = "book section 4.4",
      .special = {-inf, -745, -710, -1, -0.0, 0.0, 1, 40, inf, nan},
      .max_ulp = 1.6,
      .example = {"fl.silu(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::silu(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& x) {
    return sigmoid(x) + minimum(y, T(1e3)) * sigmoid(-x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(silu, Silu)
