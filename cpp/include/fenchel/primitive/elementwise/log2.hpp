// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Logarithm to the base 2; exact at powers of 2.
struct Log2 {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log2",
      .summary = "Logarithm to the base 2 of each element; -inf at 0, NaN below.",
      .formula = R"(\log_{2} x)",
      .source = "DLMF 4.2.10",
      .domain = "x >= 0",
      .probe = {1e-3, 10},
      .special = {-1, -0.0, 0.0, 5e-324, 1, 2, 1000, inf, nan},
      .max_ulp = 1,
      .kinks = "at 0: the value is -inf, the derivative +inf",
      .example = {"fl.log2(8.0)", "Tensor(3.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::log2(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return log2_e / x;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log2, Log2)
