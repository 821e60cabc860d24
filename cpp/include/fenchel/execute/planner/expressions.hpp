// SPDX-License-Identifier: Apache-2.0
// Finds the kernels of expressions of cheap operations.
#pragma once

#include <fenchel/execute/kernel/cheap.hpp>
#include <fenchel/execute/planner/kernels_of.hpp>
#include <fenchel/execute/planner/numbers.hpp>
#include <unordered_map>

namespace fenchel::planner {

/// The symbol of an operation in the code of an expression; 0 if it is not cheap.
inline int cheap_symbol(OpId op) {
  static const std::vector<int> symbols = [] {
    std::vector<int> out;
    primitive::Cheap::for_each([&]<class Op>() {
      const std::size_t at = find_operation(Op::facts.name);
      if (at >= out.size()) out.resize(at + 1);
      out[at] = primitive::Cheap::index_of<Op>() + 1;
    });
    return out;
  }();
  return op < symbols.size() ? symbols[op] : 0;
}

/// Whether a code has no room for another symbol.
inline bool is_full(ExpressionCode code) { return code >> (4 * (most_symbols - 1)) != 0; }

template <class Row>
std::unordered_map<ExpressionCode, const Row*> rows_by_code(const Row* rows, int count) {
  std::unordered_map<ExpressionCode, const Row*> out;
  for (int i = 0; i < count; ++i) out.emplace(rows[i].code, rows + i);
  return out;
}

inline const FusedRow* find_fused(ExpressionCode code) {
  static const auto rows = rows_by_code(kernels().fused, kernels().fused_count);
  const auto found = rows.find(code);
  return found == rows.end() ? nullptr : found->second;
}

inline const FusedFoldRow* find_fused_fold(ExpressionCode code) {
  static const auto rows = rows_by_code(kernels().fused_folds, kernels().fused_fold_count);
  const auto found = rows.find(code);
  return found == rows.end() ? nullptr : found->second;
}

}  // namespace fenchel::planner
