// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct Cosh;

/// Hyperbolic sine.
struct Sinh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "sinh",
      .summary = "Hyperbolic sine of each element.",
      .formula = R"(\sinh x)",
      .source = "DLMF 4.28.1",
      .special = {-inf, -711, -1, -0.0, 0.0, 1e-300, 1, 20, 711, inf, nan},
      .max_ulp = 1,
      .example = {"fl.sinh(0.0)", "Tensor(0.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::sinh(x);
  }

  /// Value and partial share one exponential.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [s, c] = simd::sinhcosh(x);
    return {s, c};
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return apply<Cosh>(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(sinh, Sinh)

#include <fenchel/primitive/elementwise/cosh.hpp>
