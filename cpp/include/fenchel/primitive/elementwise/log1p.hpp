// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// log(1 + x) without cancellation near 0.
struct Log1p {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "log1p",
      .summary = "log(1 + x) of each element, accurate near 0.",
      .formula = R"(\log(1 + x))",
      .source = "DLMF 4.2.2",
      .domain = "x >= -1",
      .probe = {-0.9, 10},
      .special = {-2, -1, -1e-300, -0.0, 0.0, 1e-300, 1, inf, nan},
      .max_ulp = 1,
      .kinks = "at -1: the value is -inf, the derivative +inf",
      .example = {"fl.log1p(0.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::log1p(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 1.0 / (1.0 + x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(log1p, Log1p)
