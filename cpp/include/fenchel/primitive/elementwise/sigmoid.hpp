// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Logistic function. Its derivative is a product of two tails, so neither cancels.
struct Sigmoid {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "sigmoid",
      .summary = "Logistic function of each element, without overflow in either tail.",
      .formula = R"(\frac{1}{1 + e^{-x}})",
      .source = "book section 13.4.1",
      .special = {-inf, -745, -1, -0.0, 0.0, 1, 40, inf, nan},
      .max_ulp = 1,
      .example = {"fl.sigmoid(0.0)", "Tensor(0.5)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::sigmoid(x);
  }

  /// Value and partial share the exponential.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [y, mirrored] = simd::sigmoid_tails(x);
    return {y, y * mirrored};
  }

  /// `Self` is the fast tier there.
  template <int I, class T, class Self = Sigmoid>
  static FENCHEL_INLINE T partial(const T& y, const T& x) {
    return y * apply<Self>(-x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(sigmoid, Sigmoid)
