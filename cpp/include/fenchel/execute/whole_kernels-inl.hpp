// SPDX-License-Identifier: Apache-2.0
// Bodies of whole_kernels.hpp.
#pragma once

#include <fenchel/execute/whole/concatenate.hpp>
#include <fenchel/execute/whole/cumulative.hpp>
#include <fenchel/execute/whole/factored.hpp>
#include <fenchel/execute/whole/indexed.hpp>
#include <fenchel/execute/whole/sliced.hpp>
#include <fenchel/execute/whole/sorted.hpp>
#include <fenchel/execute/whole_kernels.hpp>

namespace fenchel {
namespace detail {

struct WholeRow {
  WholeKernel kernel = nullptr;
  bool in_place = false;
};

inline void set_whole_kernel(std::vector<WholeRow>& table, OpId op, WholeRow row) {
  if (op >= table.size()) table.resize(op + std::size_t{1});
  table[op] = row;
}

inline std::vector<WholeRow>& whole_table() {
  static std::vector<WholeRow> table = [] {
    std::vector<WholeRow> out;
    set_whole_kernel(out, find_operation("cholesky"), {whole::cholesky});
    set_whole_kernel(out, find_operation("concatenate"), {whole::concatenate});
    set_whole_kernel(out, find_operation("cumulative_sum"), {whole::cumulative_sum});
    set_whole_kernel(out, find_operation("det"), {whole::det});
    set_whole_kernel(out, find_operation("det_sign"), {whole::det_sign});
    set_whole_kernel(out, find_operation("gather"), {whole::gather});
    set_whole_kernel(out, find_operation("linear_recurrence"), {whole::linear_recurrence});
    set_whole_kernel(out, find_operation("log_abs_det"), {whole::log_abs_det});
    set_whole_kernel(out, find_operation("lu_factors"), {whole::lu_factors});
    set_whole_kernel(out, find_operation("scatter"), {whole::scatter, true});
    set_whole_kernel(out, find_operation("scatter_add"), {whole::scatter_add, true});
    set_whole_kernel(out, find_operation("slice_update"), {whole::slice_update, true});
    set_whole_kernel(out, find_operation("solve"), {whole::solve});
    set_whole_kernel(out, find_operation("solve_triangular"), {whole::solve_triangular});
    set_whole_kernel(out, find_operation("sorting_order"), {whole::sorting_order});
    set_whole_kernel(out, find_operation("unslice"), {whole::unslice});
    return out;
  }();
  return table;
}

}  // namespace detail

FENCHEL_BODY WholeKernel whole_kernel(OpId op) {
  const auto& table = detail::whole_table();
  return op < table.size() ? table[op].kernel : nullptr;
}

FENCHEL_BODY bool works_in_place(OpId op) {
  const auto& table = detail::whole_table();
  return op < table.size() && table[op].in_place;
}

FENCHEL_BODY void add_whole_kernel(OpId op, WholeKernel kernel) {
  detail::set_whole_kernel(detail::whole_table(), op, {kernel});
}

}  // namespace fenchel
