// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// exp(x) - 1 without cancellation near 0.
struct Expm1 {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "expm1",
      .summary = "exp(x) - 1 of each element, accurate near 0.",
      .formula = R"(e^x - 1)",
      .source = "DLMF 4.2.19",
      .special = {-inf, -40, -1e-300, -0.0, 0.0, 1e-300, 1, 710, inf, nan},
      .max_ulp = 1,
      .example = {"fl.expm1(0.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::expm1(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return exp(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(expm1, Expm1)
