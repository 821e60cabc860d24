// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Maximum; NaN wins. At a tie each operand gets half of the derivative.
struct Maximum {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "maximum",
      .summary = "Maximum of two operands, element by element; a NaN wins.",
      .formula = R"(\max(a, b))",
      .source = "book section 13.4",
      .kinks = "at a = b: each derivative is 1/2",
      .example = {"fl.maximum(1.0, 2.0)", "Tensor(2.0)"},
      .integers = true,
      .chooses = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::max(a, b);
  }

  template <int I, class G, class T>
  static FENCHEL_INLINE G chain(const G& seed, const T& /*y*/, const T& a, const T& b) {
    const auto wins = I == 0 ? greater(a, b) : greater(b, a);
    return where(equal(a, b), 0.5 * seed, where(wins, seed, G(0.0)));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(maximum, Maximum)
