// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Product.
struct Multiply {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "multiply",
      .summary = "Product of two operands, element by element.",
      .formula = R"(a\,b)",
      .source = "IEEE 754",
      .example = {"fl.multiply(3.0, 2.0)", "Tensor(6.0)"},
      .integers = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return a * b;
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& a, const T& b) {
    if constexpr (I == 0) return b;
    else return a;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(multiply, Multiply)
