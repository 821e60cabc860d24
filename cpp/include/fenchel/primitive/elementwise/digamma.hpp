// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/polygamma.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Logarithmic derivative of the gamma function.
struct Digamma {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "digamma",
      .summary =
          "Digamma function of each element; for x < 0 the bound is relative to "
          "max(1, |value|).",
      .formula = R"(\psi(x) = \Gamma'(x) / \Gamma(x))",
      .source = "DLMF 5.2.2",
      .domain = "all numbers but -1, -2, ... and -inf",
      .probe = {0.2, 12},
      .special = {-inf, -1.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, 1e30, inf, nan},
      .max_ulp = 1.25,
      .scale = [](const double* x) { return x[0] < 0 ? 1.0 : 0.0; },
      .kinks = "at 0 and -0: the value is -inf and inf, the derivative inf",
      .example = {"fl.digamma(float('inf'))", "Tensor(inf)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::digamma(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return polygamma(1.0, x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(digamma, Digamma)
