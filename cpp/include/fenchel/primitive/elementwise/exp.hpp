// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Exponential; its own derivative.
struct Exp {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "exp",
      .summary = "Exponential of each element.",
      .formula = R"(e^x)",
      .source = "DLMF 4.2.19",
      .special = {-inf, -746, -1, -0.0, 0.0, 1, 710, inf, nan},
      .max_ulp = 1,
      .example = {"fl.exp(0.0)", "Tensor(1.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::exp(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return y;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(exp, Exp)
