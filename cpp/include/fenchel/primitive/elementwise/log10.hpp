// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Logarithm to the base 10; exact at powers of 10.
struct Log10 {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log10",
      .summary = "Logarithm to the base 10 of each element; -inf at 0, NaN below.",
      .formula = R"(\log_{10} x)",
      .source = "DLMF 4.2.10",
      .domain = "x >= 0",
      .probe = {1e-3, 10},
      .special = {-1, -0.0, 0.0, 5e-324, 1, 2, 1000, inf, nan},
      .max_ulp = 1,
      .kinks = "at 0: the value is -inf, the derivative +inf",
      .example = {"fl.log10(1000.0)", "Tensor(3.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::log10(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return log10_e / x;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log10, Log10)
