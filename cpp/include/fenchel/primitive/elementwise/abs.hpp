// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sign.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Absolute value. Its derivative at the kink is chosen as 0, the middle of [-1, 1].
struct Abs {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "abs",
      .summary = "Absolute value, element by element.",
      .formula = R"(|x|)",
      .source = "book section 2.2",
      .kinks = "at 0: the derivative is 0",
      .example = {"fl.abs(-2.0)", "Tensor(2.0)"},
      .integers = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::abs(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return sign(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(abs, Abs)
