// SPDX-License-Identifier: Apache-2.0
// Which cheap values are computed inside the instructions of their users, so that they are neither
// stored nor loaded: wherever there is a kernel for the resulting expression.
#pragma once

#include <fenchel/execute/planner/expressions.hpp>
#include <fenchel/execute/planner/schedule.hpp>

namespace fenchel::planner {

class Fusion {
 public:
  Fusion(const Values& values, const std::vector<StepValues>& steps)
      : values_(values), users_(values.all.size()), inside_(values.all.size(), 0) {
    for (const StepValues& step : steps)
      for (std::uint32_t v : step.values)
        for (std::uint32_t input : values.inputs_of(values.all[v])) users_[input].add(v);
    for (const StepValues& step : steps)
      for (std::uint32_t v : step.values) inside_[v] = may_go_inside(v) && fits(v);
  }

  /// Whether v has no instruction of its own.
  bool inside(std::uint32_t v) const { return inside_[v]; }

  /// Calls use(operand) for what the instruction of v reads.
  template <class Use>
  void for_each_operand(std::uint32_t v, Use&& use) const {
    for (std::uint32_t input : values_.inputs_of(values_.all[v]))
      if (inside_[input]) for_each_operand(input, use);
      else use(input);
  }

  /// The kernels of an element; of an expression where other values are inside.
  ElementKernels kernels(std::uint32_t v) const {
    const Value& value = values_.all[v];
    if (!holds_others(v)) return kernels_of(values_, value);
    return find_fused(code(v, 0))->by_dtype[static_cast<int>(value.dtype)];
  }

  /// The kernel of a sum over an expression; null where it is over a value.
  FusedFold fold(std::uint32_t v) const {
    if (!holds_others(v)) return nullptr;
    return fused_fold(values_.inputs_of(values_.all[v])[0]);
  }

 private:
  struct Users {
    std::uint32_t at[3] = {none, none, none};
    std::uint32_t count = 0;
    void add(std::uint32_t user) {
      if (count < 3) at[count] = user;
      ++count;
    }
  };

  bool holds_others(std::uint32_t v) const {
    for (std::uint32_t input : values_.inputs_of(values_.all[v]))
      if (inside_[input]) return true;
    return false;
  }

  /// A value with two or three users is computed anew in each twice if that is cheaper than to
  /// store it.
  bool may_go_inside(std::uint32_t v) const {
    const Value& value = values_.all[v];
    const Users& users = users_[v];
    if (value.kind != Kind::element || value.slot != none || cheap_symbol(value.op) == 0)
      return false;
    if (users.count == 1) return true;
    const bool distinct =
        users.at[0] != users.at[1] && users.at[1] != users.at[2] && users.at[0] != users.at[2];
    return users.count <= 3 && users.count > 0 && distinct && !holds_others(v) &&
           value.op != Numbers::operations().divide && value.space != 1;
  }

  /// Whether there are kernels for all instructions that v would be part of.
  bool fits(std::uint32_t v) {
    inside_[v] = 1;
    for (std::uint32_t i = 0; i < users_[v].count; ++i)
      if (!has_kernel(users_[v].at[i])) return false;
    return true;
  }

  bool has_kernel(std::uint32_t v) const {
    if (inside_[v]) {
      for (std::uint32_t i = 0; i < users_[v].count; ++i)
        if (!has_kernel(users_[v].at[i])) return false;
      return true;
    }
    const Value& value = values_.all[v];
    if (value.kind == Kind::fold)
      return info(value.op).fold == Fold::sum && fused_fold(values_.inputs_of(value)[0]);
    const FusedRow* row = find_fused(code(v, 0));
    if (!row) return false;
    return row->by_dtype[static_cast<int>(value.dtype)].block != nullptr;
  }

  FusedFold fused_fold(std::uint32_t input) const {
    const FusedFoldRow* row = find_fused_fold(code(input, 0));
    return row ? row->by_dtype[static_cast<int>(values_.all[input].dtype)] : nullptr;
  }

  /// The expression of v in prefix order after `before`; 0 if it is no such expression.
  ExpressionCode code(std::uint32_t v, ExpressionCode before) const {
    const int symbol = cheap_symbol(values_.all[v].op);
    if (symbol == 0 || values_.all[v].kind != Kind::element || is_full(before)) return 0;
    ExpressionCode out = with_symbol(before, symbol);
    for (std::uint32_t input : values_.inputs_of(values_.all[v])) {
      if (out == 0 || is_full(out)) return 0;
      out = inside_[input] ? code(input, out) : with_symbol(out, 0);
    }
    return out;
  }

  const Values& values_;
  std::vector<Users> users_;
  std::vector<unsigned char> inside_;
};

}  // namespace fenchel::planner
