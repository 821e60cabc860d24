// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Exponential to the base 2; exact at integers.
struct Exp2 {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "exp2",
      .summary = "2 to the power of each element.",
      .formula = R"(2^x)",
      .source = "DLMF 4.2.26",
      .special = {-inf, -1075, -1, -0.0, 0.0, 1, 10, 1024, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.1,
      .example = {"fl.exp2(10.0)", "Tensor(1024.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::exp2(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& /*x*/) {
    return ln_2 * y;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(exp2, Exp2)
