// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct Sin;

/// Cosine.
struct Cos {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "cos",
      .summary = "Cosine of each element, in radians.",
      .formula = R"(\cos x)",
      .source = "DLMF 4.14.2",
      .special = {-inf, -1, -0.0, 0.0, 1, 1e6, inf, nan},
      .max_ulp = 1,
      .example = {"fl.cos(0.0)", "Tensor(1.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::cos(x);
  }

  /// Value and partial share one range reduction.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [s, c] = simd::sincos(x);
    return {c, -s};
  }

  template <int I, class T>
  static FENCHEL_INLINE constexpr T partial(const T& /*y*/, const T& x) {
    return -apply<Sin>(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(cos, Cos)

#include <fenchel/primitive/elementwise/sin.hpp>
