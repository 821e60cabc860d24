// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Square.
struct Square {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "square",
      .summary = "Square of each element.",
      .formula = R"(x^2)",
      .source = "IEEE 754",
      .example = {"fl.square(3.0)", "Tensor(9.0)"},
      .integers = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return x * x;
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 2.0 * x;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(square, Square)
