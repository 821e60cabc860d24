// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Error function. Odd, increasing, analytic on the whole line.
struct Erf {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "erf",
      .summary = "Error function of each element.",
      .formula = R"(\frac{2}{\sqrt\pi}\int_0^x e^{-t^2}\,dt)",
      .source = "DLMF 7.2.1",
      .special = {-inf, -6, -1, -0.0, 0.0, 1, 6, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.5,
      .example = {"fl.erf(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::erf(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return two_over_sqrt_pi * exp(-masked_multiply(x, x));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(erf, Erf)
