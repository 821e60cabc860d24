// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// sigmoid of the fast tier: the same function and rules, a shorter kernel.
struct FastSigmoid : Sigmoid {
  static constexpr Facts facts = [] {
    Facts facts = Sigmoid::facts;
    facts.name = "fast_sigmoid";
    facts.summary = "Logistic function of each element, to 2.5 units of the last place.";
    facts.max_ulp = 2.5;
    facts.example = {"fl.fast_sigmoid(0.0)", "Tensor(0.5)"};
    return facts;
  }();

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::fast_sigmoid(x);
  }

  /// Value and partial share the exponential.
  template <class T>
  static FENCHEL_INLINE std::pair<T, T> both(T x) {
    const auto [y, mirrored] = simd::fast_sigmoid_tails(x);
    return {y, y * mirrored};
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& x) {
    return Sigmoid::partial<I, T, FastSigmoid>(y, x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(fast_sigmoid, FastSigmoid)
