// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/erfc.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Gaussian error linear unit, with the exact normal distribution.
struct Gelu {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "gelu",
      .summary = "x times the normal distribution function of x, of each element.",
      .formula = R"(x\,\Phi(x) = \tfrac{x}{2} \operatorname{erfc}(-x / \sqrt 2))",
      .source = "book section 4.4",
      .special = {-inf, -38.2, -37, -6, -1, -0.0, 0.0, 1, 6, 40, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.5,
      .example = {"fl.gelu(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::gelu(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 0.5 * erfc(-sqrt_half * x) + masked_multiply(x, density(x));
  }

  /// Of the normal distribution. Where it is 0 it wins over an infinite x.
  template <class T>
  static FENCHEL_INLINE T density(const T& x) {
    return one_over_sqrt_two_pi * exp(-0.5 * masked_multiply(x, x));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(gelu, Gelu)
