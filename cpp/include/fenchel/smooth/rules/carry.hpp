// SPDX-License-Identifier: Apache-2.0
// Operations that only move elements carry probabilities as they carry truth values, and what
// stop_gradient holds back stays hard.
#pragma once

#include <fenchel/smooth/rules/logic.hpp>

namespace fenchel::detail {

/// Positions (indices, starts) are no elements: they are fixed, or the operation has no soft form.
inline void check_positions(const Node& node, SoftInputs x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i].kind != Soft::fixed && !info(node.op).differentiable(static_cast<int>(i)))
      fail<TypeError>("smooth: " + info(node.op).name +
                      " at a position that depends on smoothed "
                      "values has no smooth form; if it should stay as it is, apply "
                      "fl.stop_gradient to the position");
}

/// The kind of what is put together of several: truth values only if all elements are.
inline Soft::Kind joint_kind(const Node& node, SoftInputs x) {
  if (node.dtype == DType::boolean) return Soft::truth;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (info(node.op).differentiable(static_cast<int>(i)) && x[i].kind != Soft::indicator)
      return Soft::moving;
  return Soft::indicator;
}

/// The type of the elements that move.
inline DType type_of_moving(SoftInputs x) {
  for (const Soft& input : x)
    if (input.kind != Soft::fixed) return input.value.dtype();
  return DType::float64;
}

/// The same operation on other values: hard elements beside soft ones take their type, where the
/// operation does not promote by itself.
inline Var emit_softened(const Node& node, SoftInputs x) {
  const OpInfo& row = info(node.op);
  Vars values;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool element = row.shape && row.differentiable(static_cast<int>(i));
    values.push_back(element ? cast(x[i].value, type_of_moving(x)) : x[i].value);
  }
  return emit_like(node, values);
}

inline Soft carry(const Node& node, SoftInputs x, const Scale&) {
  check_positions(node, x);
  return {emit_softened(node, x), joint_kind(node, x)};
}

inline Var hard_of(const Soft& x) { return x.hard ? x.hard : x.value; }

inline Soft soften_stop_gradient(const Node&, SoftInputs x, const Scale&) {
  return {stop_gradient(hard_of(x[0])), Soft::fixed};
}

}  // namespace fenchel::detail
