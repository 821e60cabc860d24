// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/log.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Power. d/da is 0 where b = 0 (the function is constant there), d/db is 0 where a = 0 < b.
struct Pow {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "pow",
      .summary = "First operand to the power of the second, element by element.",
      .formula = "a^b",
      .source = "DLMF 4.2.26",
      .domain = "a >= 0, or b an integer",
      .probe = {0.1, 4},
      .probe_second = {-3, 3},
      .max_ulp = 1,
      .kinks = "at b = 0: d/da is 0; at a = 0 < b: d/db is 0; d/db is NaN for a < 0",
      .example = {"fl.pow(2.0, 3.0)", "Tensor(8.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::pow(a, b);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& a, const T& b) {
    if constexpr (I == 0) return masked_multiply(b, apply<Pow>(a, b - 1.0));
    else return masked_multiply(y, log(a));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(pow, Pow)
