// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Boolean xor.
struct LogicalXor {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "logical_xor",
      .summary = "Boolean xor of two operands, element by element.",
      .formula = R"(a \oplus b)",
      .source = "Boolean algebra",
      .kinks = "no derivative; smooth() gives it one",
      .example = {"fl.logical_xor(True, False)", "Tensor(True)"},
      .signature = Signature::logical,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return T(a ^ b);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(logical_xor, LogicalXor)
