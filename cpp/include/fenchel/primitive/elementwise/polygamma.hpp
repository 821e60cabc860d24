// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Derivatives of digamma. There is none by the order.
struct Polygamma {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "polygamma",
      .summary =
          "Derivative of digamma, of the order of the first operand, at the second; for "
          "x < 0 the bound is relative to the largest term of the reflection.",
      .formula = R"(\psi^{(n)}(x))",
      .source = "DLMF 5.15, 25.11.12",
      .domain = "n = 0, 1, 2, ...",
      .probe = {2, 2},
      .probe_second = {0.3, 12},
      .special = {-0.5, 0.0, 0.5, 1, 2, 3, inf, nan},
      .max_ulp = 4,
      .scale =
          [](const double* x) {  // the largest term of the sum over the poles
            const double gap = std::fabs(x[1] - std::nearbyint(x[1]));
            return x[1] < 0 ? std::tgamma(x[0] + 1) / std::pow(gap, x[0] + 1) : 0.0;
          },
      .kinks = "at x = 0, -1, -2, ...: inf for odd n, -inf for even n; n = 0 is digamma",
      .example = {"fl.polygamma(1.0, float('inf'))", "Tensor(0.0)"},
      .active = 0b10,
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& n, const T& x) {
    return simd::polygamma(n, x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& n, const T& x) {
    return apply<Polygamma>(n + 1.0, x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(polygamma, Polygamma)
