// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Scaled complementary error function. Its derivative 2 x y - 2 / sqrt(pi) cancels for large x;
/// beyond 4 the continued fraction of erfc (DLMF 7.9.1, even part) gives the difference itself.
struct Erfcx {
  static constexpr int arity = 1;
  static constexpr Facts facts{
      .name = "erfcx",
      .summary = "Scaled complementary error function of each element: no underflow for large x.",
      .formula = R"(e^{x^2} \operatorname{erfc}(x))",
      .source = "DLMF 7.2.3",
      .probe = {-3, 10},
      .special = {-inf, -27, -26, -1, -0.0, 0.0, 1, 30, 1e10, inf, nan},
      .max_ulp = 1,
      .max_ulp_plain = 1.25,
      .example = {"fl.erfcx(0.0)", "Tensor(1.0)"},
  };

  template <class T>
  static FENCHEL_INLINE T value(T x) {
    return simd::erfcx(x);
  }

  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& y, const T& x) {
    const T near = 2.0 * (x * y) - two_over_sqrt_pi;
    return where(greater(x, T(4.0)), -two_over_sqrt_pi * defect(x), near);
  }

  /// 1 - sqrt(pi) x erfcx(x) by twelve terms, to the last digit for x >= 4 and analytic, so that
  /// its derivatives are right too.
  template <class T>
  static FENCHEL_INLINE T defect(const T& x) {
    const T q = 2.0 * (x * x);
    T t = 552.0 / (q + 49.0);
    for (int k = 11; k > 0; --k) t = double((2 * k - 1) * (2 * k)) / (q + double(4 * k + 1) - t);
    return (1.0 - t) / (q + 1.0 - t);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(erfcx, Erfcx)
