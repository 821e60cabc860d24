// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Complementary error function, accurate relative to its value down to the last denormal number.
struct Erfc {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "erfc",
      .summary = "Complementary error function of each element, 1 - erf(x) without cancellation.",
      .formula = R"(\frac{2}{\sqrt\pi}\int_x^\infty e^{-t^2}\,dt)",
      .source = "DLMF 7.2.2",
      .special = {-inf, -6, -1, -0.0, 0.0, 1, 6, 26.5, 27, 28, inf, nan},
      .max_ulp = 1,
      .example = {"fl.erfc(0.0)", "Tensor(1.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::erfc(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return -two_over_sqrt_pi * exp(-masked_multiply(x, x));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(erfc, Erfc)
