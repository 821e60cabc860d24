// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/round.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Remainder of the truncated division, exact.
struct Fmod {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "fmod",
      .summary = "Remainder of a division, with the sign of the first operand, as in C.",
      .formula = R"(a - b \operatorname{trunc}(a / b))",
      .source = "C99, F.9.7.1",
      .domain = "finite a, b not 0; integers give 0 at b = 0",
      .probe_second = {0.5, 4},
      .special = {-inf, -7, -1, -0.0, 0.0, 0.1, 1, 3, 1e30, inf, nan},
      .max_ulp = 0,
      .kinks = "at the jumps, where b divides a: the derivatives of either side",
      .example = {"fl.fmod(-7.0, 2.0)", "Tensor(-1.0)"},
      .integers = true,
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::fmod(a, b);
  }

  /// The whole quotient is that of the exact difference: trunc(a / b) may round up first.
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& a, const T& b) {
    if constexpr (I == 0) return T(1.0);
    else return -round((a - y) / b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(fmod, Fmod)
