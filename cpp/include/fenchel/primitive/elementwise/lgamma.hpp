// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/digamma.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Logarithm of the absolute value of the gamma function.
struct Lgamma {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "lgamma",
      .summary =
          "log|Gamma(x)| of each element; for x < 0 the bound is relative to "
          "max(1, |value|).",
      .formula = R"(\log|\Gamma(x)|)",
      .source = "DLMF 5.2.1",
      .probe = {0.2, 12},
      .special = {-inf, -1.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, 1e30, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.25,
      .scale = [](const double* x) { return x[0] < 0 ? 1.0 : 0.0; },
      .kinks =
          "at 0, -1, -2, ...: the value is inf; the derivative is digamma(x), -inf at 0, inf at "
          "-0, else NaN",
      .example = {"fl.lgamma(1.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::lgamma(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return digamma(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(lgamma, Lgamma)
