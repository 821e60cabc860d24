// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/minimum.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Soft maximum of two numbers. Where exp(a) + exp(b) is close to 1 the value is a small difference
/// of its two terms and keeps their absolute error; the bound holds where it is a quarter of them
/// or more.
struct Logaddexp {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "logaddexp",
      .summary =
          "log(exp(a) + exp(b)), element by element, without overflow; near 0 the bound is "
          "relative to the larger operand, or to log 2.",
      .formula = R"(\log(e^a + e^b))",
      .source = "book section 13.4.1",
      .probe = {-0.5, 4},
      .special = {-inf, -1e4, -1, -0.0, 0.0, 1e-300, 1, 1e4, inf, nan},
      .max_ulp = 2,
      .scale =
          [](const double* x) {  // the larger operand cancels a logarithm of at most log 2
            return std::fmin(std::fabs(std::fmax(x[0], x[1])), ln_2);
          },
      .kinks = "at a = b = -inf: each derivative is 0; at a = b = inf: 1/2",
      .example = {"fl.logaddexp(1000.0, -1000.0)", "Tensor(1000.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::logaddexp(a, b);
  }

  /// The sigmoid of the difference. Equal infinities have none: its place is taken by the infinity
  /// that means no weight, or by the tie.
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& a, const T& b) {
    const auto gap = I == 0 ? a - b : b - a;
    return sigmoid(where(equal(gap, gap), gap, minimum(y, T(0.0))));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(logaddexp, Logaddexp)
