// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fenchel/primitive/define.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Choice between two values. The branch not taken gets a zero cotangent, whatever its own value.
struct Where {
  static constexpr int arity = 3;
  static constexpr Facts facts{
      .name = "where",
      .summary =
          "The second operand where the condition holds, else the third, element by element.",
      .formula = R"(c\,a + (1 - c)\,b)",
      .source = "book section 5.1",
      .kinks = "in the condition: no derivative; smooth() gives it one",
      .example = {"fl.where(True, 1.0, 2.0)", "Tensor(1.0)"},
      .signature = Signature::selection,
      .integers = true,
      .active = 0b110,
      .chooses = true,
  };

  template <class M, class T>
  static FENCHEL_INLINE T value(const M& mask, const T& a, const T& b) {
    return simd::select(mask, a, b);
  }

  template <int I, class G, class T, class M>
  static FENCHEL_INLINE auto chain(const G& seed, const T& /*y*/, const M& mask, const T& /*a*/,
                                   const T& /*b*/) {
    if constexpr (I == 1) return apply<Where>(mask, seed, G(0.0));
    else return apply<Where>(mask, G(0.0), seed);
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

FENCHEL_DEFINE(where, Where)
