// SPDX-License-Identifier: Apache-2.0
// Choices become expectations: where, and the conversions between truth values and numbers.
#pragma once

#include <fenchel/smooth/rules/compare.hpp>

namespace fenchel::detail {

/// p a + (1 - p) b. A branch of probability 0 counts nothing, even if it is a NaN.
inline Var expected(const Var& p, const Var& a, const Var& b) {
  return masked_multiply(p, a) + masked_multiply(complement(p), b);
}

inline Soft soften_where(const Node& node, SoftInputs x, const Scale&) {
  const Var &a = x[1].value, &b = x[2].value;
  const auto kind = is_indicator(x[1]) && is_indicator(x[2]) ? Soft::indicator : Soft::moving;
  if (x[0].kind == Soft::fixed) return {where(x[0].value, a, b), kind};
  const Var& p = x[0].value;
  return {expected(is_floating(node.dtype) ? cast(p, node.dtype) : p, a, b), kind};
}

inline Soft soften_cast(const Node& node, SoftInputs x, const Scale& scale) {
  const Soft& in = x[0];
  const DType from = node.inputs()[0]->dtype, to = node.dtype;
  if (to == DType::boolean && in.kind == Soft::moving)
    return {complement(probability_equal(in.value, 0.0, scale)), Soft::truth};
  if (to == DType::boolean) return {in.value, Soft::truth};
  const auto kind = in.kind == Soft::truth ? Soft::indicator : in.kind;
  if (is_floating(to)) return {cast(in.value, to), kind};
  if (is_floating(from))
    fail<TypeError>("smooth: rounding to whole numbers (a cast from " + std::string(name_of(from)) +
                    " to " + name_of(to) +
                    ") has no smooth form; if it should stay as it is, apply "
                    "fl.stop_gradient first");
  return {in.value, kind};  // an expectation stays one
}

}  // namespace fenchel::detail
