// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// log(1 + exp(x)) in both tails; the soft maximum of x and 0 under Shannon entropy.
struct Softplus {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "softplus",
      .summary = "log(1 + exp(x)) of each element, without overflow or cancellation.",
      .formula = R"(\log(1 + e^x))",
      .source = "book section 13.4.1",
      .special = {-inf, -745, -1, -0.0, 0.0, 1, 1e4, inf, nan},
      .max_ulp = 1,
      .example = {"fl.softplus(-1000.0)", "Tensor(0.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::softplus(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return sigmoid(x);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(softplus, Softplus)
