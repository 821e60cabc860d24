// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/abs.hpp>
#include <fenchel/primitive/elementwise/copysign.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Length of the vector (a, b). Each derivative at the origin is 0, the middle of [-1, 1].
struct Hypot {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "hypot",
      .summary = "sqrt(a^2 + b^2), element by element, without overflow or underflow on the way.",
      .formula = R"(\sqrt{a^2 + b^2})",
      .source = "C99 annex F.9.4.3",
      .probe_second = {0.5, 4},
      .special = {-inf, -1e30, -1, -0.0, 0.0, 1e-30, 3, 4, inf, nan},
      .max_ulp = 1,
      .kinks = "at a = b = 0: each derivative is 0; by an infinite operand: its sign",
      .example = {"fl.hypot(3.0, 4.0)", "Tensor(5.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::hypot(a, b);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& a, const T& b) {
    const T side = I == 0 ? a : b;
    const T slope = where(equal(abs(side), T(inf)), copysign(T(1.0), side), T(side / y));
    return where(equal(y, T(0.0)), 0.0 * side, slope);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(hypot, Hypot)
