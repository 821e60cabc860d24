// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Comparison: equal.
struct Equal {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "equal",
      .summary = "Whether the first operand is equal to the second, element by element.",
      .formula = R"(a = b)",
      .source = "IEEE 754",
      .kinks = "piecewise constant: no derivative; smooth() gives it one",
      .example = {"fl.equal(1.0, 2.0)", "Tensor(False)"},
      .signature = Signature::comparison,
      .integers = true,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE auto value(const T& a, const T& b) {
    return a == b;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(equal, Equal)
