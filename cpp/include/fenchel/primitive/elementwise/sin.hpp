// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct Cos;

/// Sine.
struct Sin {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "sin",
      .summary = "Sine of each element, in radians.",
      .formula = R"(\sin x)",
      .source = "DLMF 4.14.1",
      .special = {-inf, -1, -0.0, 0.0, 1, 1e6, inf, nan},
      .max_ulp = 1,
      .example = {"fl.sin(0.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::sin(x);
  }

  /// Value and partial share one range reduction.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [s, c] = simd::sincos(x);
    return {s, c};
  }

  template <int I, class T>
  static FENCHEL_INLINE constexpr T partial(const T& /*y*/, const T& x) {
    return apply<Cos>(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(sin, Sin)

#include <fenchel/primitive/elementwise/cos.hpp>
