// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Natural logarithm.
struct Log {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log",
      .summary = "Natural logarithm of each element; -inf at 0, NaN below.",
      .formula = R"(\log x)",
      .source = "DLMF 4.2.2",
      .domain = "x >= 0",
      .probe = {1e-3, 10},
      .special = {-1, -0.0, 0.0, 5e-324, 1, 2, inf, nan},
      .max_ulp = 1,
      .kinks = "at 0: the value is -inf, the derivative +inf, at -0 -inf",
      .example = {"fl.log(1.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::log(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 1.0 / x;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log, Log)
