// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/less.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Minimum; NaN wins. At a tie each operand gets half of the derivative.
struct Minimum {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "minimum",
      .summary = "Minimum of two operands, element by element; a NaN wins.",
      .formula = R"(\min(a, b))",
      .source = "book section 13.4",
      .kinks = "at a = b: each derivative is 1/2",
      .example = {"fl.minimum(1.0, 2.0)", "Tensor(1.0)"},
      .integers = true,
      .chooses = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::min(a, b);
  }

  template <int I, class G, class T>
  static FENCHEL_INLINE G chain(const G& seed, const T& /*y*/, const T& a, const T& b) {
    const auto wins = I == 0 ? less(a, b) : less(b, a);
    return where(equal(a, b), 0.5 * seed, where(wins, seed, G(0.0)));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(minimum, Minimum)
