// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// log of the logistic function, in both tails: -softplus(-x).
struct LogSigmoid {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log_sigmoid",
      .summary = "log(sigmoid(x)) of each element, without underflow or cancellation.",
      .formula = R"(-\log(1 + e^{-x}))",
      .source = "book section 13.4.1",
      .special = {-inf, -1e4, -1, -0.0, 0.0, 1, 745, inf, nan},
      .max_ulp = 1,
      .example = {"fl.log_sigmoid(-1000.0)", "Tensor(-1000.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::log_sigmoid(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return sigmoid(-x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log_sigmoid, LogSigmoid)
