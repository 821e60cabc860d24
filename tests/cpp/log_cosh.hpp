// SPDX-License-Identifier: Apache-2.0
// A primitive of a user's: log(cosh(x)), the smooth absolute value. One struct gives all the rest.
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/tanh.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct LogCosh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log_cosh",
      .summary = "Logarithm of the hyperbolic cosine of each element, without overflow.",
      .formula = R"(\log\cosh x)",
      .source = "DLMF 4.28.2",
      .special = {-inf, -800, -1, -0.0, 0.0, 1e-8, 1, 800, inf, nan},
      .max_ulp = 4,
      .example = {"fl.log_cosh(0.0)", "Tensor(0.0)"},
  };

  /// cosh(x) = 1 + m^2 / (2 + 2m) with m = expm1(|x|): nothing cancels near 0; far away nothing may
  /// overflow, and exp(-2|x|) is lost beside 1.
  template <class T>
  static FENCHEL_INLINE T value(T x) {
    const T size = simd::abs(x);
    const T m = simd::expm1(size);
    const T near = simd::log1p(m * m / (T(2.0) + T(2.0) * m));
    return simd::select(size < T(20.0), near, size - T(ln_2));
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return tanh(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log_cosh, LogCosh)
