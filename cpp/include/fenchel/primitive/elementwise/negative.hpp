// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Negation.
struct Negative {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "negative",
      .summary = "Numerical negative, element by element.",
      .formula = R"(-x)",
      .source = "IEEE 754",
      .example = {"fl.negative(2.0)", "Tensor(-2.0)"},
      .integers = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return -x;
  }

  template <int I, class G, class T>
  static FENCHEL_INLINE auto chain(const G& seed, const T& /*y*/, const T& /*x*/) {
    return -seed;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(negative, Negative)
