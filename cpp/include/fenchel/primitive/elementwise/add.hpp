// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Sum.
struct Add {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "add",
      .summary = "Sum of two operands, element by element.",
      .formula = R"(a + b)",
      .source = "IEEE 754",
      .example = {"fl.add(1.0, 2.0)", "Tensor(3.0)"},
      .integers = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return a + b;
  }

  template <int I, class G, class T>
  static FENCHEL_INLINE auto chain(const G& seed, const T& /*y*/, const T& /*a*/, const T& /*b*/) {
    return seed;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(add, Add)
