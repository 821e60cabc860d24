// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// A product in which zero wins over infinity and NaN: what the chain rule uses where a partial may
/// be infinite. Its own derivatives are the same kind of product, so the choice holds at any order.
struct MaskedMultiply {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "masked_multiply",
      .summary = "Product of two operands in which a zero wins over an infinity or a NaN.",
      .formula = R"([a \neq 0]\,[b \neq 0]\,a\,b)",
      .source = "docs/design/derivatives.md",
      .kinks = "none",
      .example = {"fl.masked_multiply(0.0, float('inf'))", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::select((a == T(0)) | (b == T(0)), T(0), a * b);
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

FENCHEL_DEFINE(masked_multiply, MaskedMultiply)
