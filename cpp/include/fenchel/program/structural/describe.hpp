// SPDX-License-Identifier: Apache-2.0
// Derives the row of a structural operation from its struct: `facts`, `role`, `shape`, `batch`, and
// either `linear` with `transpose`, or `jvp` and `vjp`.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/operation.hpp>

namespace fenchel {

/// What a structural operation says about itself.
struct StructuralFacts {
  const char* name;
  const char* summary;
  const char* formula;
};

/// In which of its inputs an operation is linear: in all at once (x + y), or in each (x y).
enum class Linear : unsigned char { jointly, separately };

/// A zero array (a broadcast constant, no memory).
Var zeros_like(const Var& x);

namespace detail {

/// Tangent of a linear operation: the operation itself on the tangents.
template <class Op>
Var linear_jvp(const Var& y, Inputs x, Inputs dx) {
  Vars inputs(x.begin(), x.end());
  Var sum;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool active = (Op::active >> (i < 31 ? i : 31)) & 1u;
    if constexpr (Op::linear == Linear::jointly) {
      if (active) inputs[i] = dx[i] ? dx[i] : zeros_like(x[i]);
    } else if (active && dx[i]) {
      inputs[i] = dx[i];
      Var term = emit_like(*y.node(), inputs);
      sum = sum ? sum + term : term;
      inputs[i] = x[i];
    }
  }
  return Op::linear == Linear::jointly ? emit_like(*y.node(), inputs) : sum;
}

}  // namespace detail

template <class Op>
OpInfo describe_structural() {
  OpInfo row{.name = Op::facts.name, .facts = {}, .role = Op::role, .arity = Op::arity};
  row.facts.name = Op::facts.name;
  row.facts.summary = Op::facts.summary;
  row.facts.formula = Op::facts.formula;
  row.facts.source = "book section 8";
  row.active = Op::active;
  if constexpr (requires { Op::chooses; }) row.chooses = Op::chooses;
  row.shape = Op::shape;
  row.batch = Op::batch;
  if constexpr (requires { Op::linear; }) {
    row.jvp = detail::linear_jvp<Op>;
    row.vjp = Op::transpose;
  } else if constexpr (requires { &Op::vjp; }) {
    row.jvp = Op::jvp;
    row.vjp = Op::vjp;
  }
  if constexpr (requires { &Op::vjp_of_several; }) row.vjp_of_several = Op::vjp_of_several;
  if constexpr (requires { &Op::view; }) row.view = Op::view;
  if constexpr (requires { Op::fold; }) row.fold = Op::fold;
  return row;
}

/// Rows of one family, added by the bodies of its header.
template <class... Op>
void add_structural() {
  (add_operation(describe_structural<Op>()), ...);
}

}  // namespace fenchel
