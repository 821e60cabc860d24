// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Boolean complement.
struct LogicalNot {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "logical_not",
      .summary = "Boolean complement of each element.",
      .formula = R"(\lnot a)",
      .source = "Boolean algebra",
      .kinks = "no derivative; smooth() gives it one",
      .example = {"fl.logical_not(True)", "Tensor(False)"},
      .signature = Signature::logical,
      .active = 0,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return T(!x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(logical_not, LogicalNot)
