// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/expm1.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// expm1 of the fast tier: the same function and rules, a shorter kernel.
struct FastExpm1 : Expm1 {
  static constexpr Facts facts = [] {
    Facts facts = Expm1::facts;
    facts.name = "fast_expm1";
    facts.summary = "exp(x) - 1 of each element, to 2.5 units of the last place.";
    facts.max_ulp = 2.5;
    facts.example = {"fl.fast_expm1(0.0)", "Tensor(0.0)"};
    return facts;
  }();

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::fast_expm1(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(fast_expm1, FastExpm1)
