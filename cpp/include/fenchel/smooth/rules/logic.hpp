// SPDX-License-Identifier: Apache-2.0
// Logical operations on probabilities, as if the operands were independent. Book section 5.5.1.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/smooth/formula.hpp>
#include <fenchel/smooth/soften.hpp>

namespace fenchel::detail {

/// Whether a value stands for 0 or 1: truth values that meet in a comparison or in the branches of
/// a `where` are whole numbers in the program.
inline bool is_indicator(const Soft& x) {
  if (x.kind != Soft::fixed) return x.kind == Soft::indicator;
  const Node* node = x.value.node();
  if (node->op == op::cast) return node->inputs()[0]->dtype == DType::boolean;
  return node->op == op::constant && (number_of(*node) == 0 || number_of(*node) == 1);
}

inline Var complement(const Var& p) { return 1.0 - p; }
inline Var exclusive(const Var& p, const Var& q) { return p + q - 2.0 * (p * q); }

/// A truth value as a number, in the type of the probability beside it if it is a hard one.
inline Var as_probability(const Soft& x, const Soft& beside) {
  return x.kind == Soft::truth ? x.value : cast(x.value, beside.value.dtype());
}

struct Probabilities {
  Var p, q;
  explicit Probabilities(SoftInputs x)
      : p(as_probability(x[0], x[1])), q(as_probability(x[1], x[0])) {}
};

inline Soft soften_not(const Node&, SoftInputs x, const Scale&) {
  return {complement(x[0].value), Soft::truth};
}

inline Soft soften_and(const Node&, SoftInputs x, const Scale&) {
  const auto [p, q] = Probabilities(x);
  return {p * q, Soft::truth};
}

inline Soft soften_or(const Node&, SoftInputs x, const Scale&) {
  const auto [p, q] = Probabilities(x);
  return {p + q - p * q, Soft::truth};
}

inline Soft soften_xor(const Node&, SoftInputs x, const Scale&) {
  const auto [p, q] = Probabilities(x);
  return {exclusive(p, q), Soft::truth};
}

}  // namespace fenchel::detail
