// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// The neighbor of a number: the identity but for a rounding error, so its derivative is 1.
struct Nextafter {
  static constexpr int arity = 2;
  static constexpr Facts facts{
      .name = "nextafter",
      .summary = "Floating-point number beside the first operand on the way to the second.",
      .formula = R"(a + \operatorname{ulp}(a)\,\operatorname{sign}(b - a))",
      .source = "IEEE 754, nextUp and nextDown",
      .max_ulp = 0,
      .kinks = "d/da is 1 and d/db is 0 everywhere",
      .example = {"fl.nextafter(1.0, 2.0)", "Tensor(1.0000000000000002)"},
      .active = 0b01,
  };

  template <class T>
  static FENCHEL_INLINE T value(const T& a, const T& b) {
    return simd::nextafter(a, b);
  }

  template <int I, class G, class T>
  static FENCHEL_INLINE auto chain(const G& seed, const T& /*y*/, const T& /*a*/, const T& /*b*/) {
    return seed;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(nextafter, Nextafter)
