// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/tanh.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// tanh of the fast tier: the same function and rules, a shorter kernel.
struct FastTanh : Tanh {
  static constexpr Facts facts = [] {
    Facts facts = Tanh::facts;
    facts.name = "fast_tanh";
    facts.summary = "Hyperbolic tangent of each element, to 3 units of the last place.";
    facts.max_ulp = 3;
    facts.example = {"fl.fast_tanh(0.0)", "Tensor(0.0)"};
    return facts;
  }();

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::fast_tanh(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(fast_tanh, FastTanh)
