// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct Sinh;

/// Hyperbolic cosine.
struct Cosh {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "cosh",
      .summary = "Hyperbolic cosine of each element.",
      .formula = R"(\cosh x)",
      .source = "DLMF 4.28.2",
      .special = {-inf, -711, -1, -0.0, 0.0, 1e-300, 1, 20, 711, inf, nan},
      .max_ulp = 1,
      .example = {"fl.cosh(0.0)", "Tensor(1.0)"},
      .singular = true,
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::cosh(x);
  }

  /// Value and partial share one exponential.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [s, c] = simd::sinhcosh(x);
    return {c, s};
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return apply<Sinh>(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(cosh, Cosh)

#include <fenchel/primitive/elementwise/sinh.hpp>
