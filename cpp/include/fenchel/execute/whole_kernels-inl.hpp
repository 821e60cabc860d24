// SPDX-License-Identifier: Apache-2.0
// Bodies of whole_kernels.hpp.
#pragma once

#include <fenchel/execute/whole/concatenate.hpp>
#include <fenchel/execute/whole/indexed.hpp>
#include <fenchel/execute/whole/sliced.hpp>
#include <fenchel/execute/whole_kernels.hpp>

namespace fenchel {
namespace detail {

inline void set_whole_kernel(std::vector<WholeKernel>& table, OpId op, WholeKernel kernel) {
  if (op >= table.size()) table.resize(op + std::size_t{1});
  table[op] = kernel;
}

inline std::vector<WholeKernel>& whole_table() {
  static std::vector<WholeKernel> table = [] {
    std::vector<WholeKernel> out;
    set_whole_kernel(out, find_operation("concatenate"), whole::concatenate);
    set_whole_kernel(out, find_operation("gather"), whole::gather);
    set_whole_kernel(out, find_operation("scatter"), whole::scatter);
    set_whole_kernel(out, find_operation("scatter_add"), whole::scatter_add);
    set_whole_kernel(out, find_operation("slice_update"), whole::slice_update);
    set_whole_kernel(out, find_operation("unslice"), whole::unslice);
    return out;
  }();
  return table;
}

}  // namespace detail

FENCHEL_BODY WholeKernel whole_kernel(OpId op) {
  const auto& table = detail::whole_table();
  return op < table.size() ? table[op] : nullptr;
}

FENCHEL_BODY void add_whole_kernel(OpId op, WholeKernel kernel) {
  detail::set_whole_kernel(detail::whole_table(), op, kernel);
}

}  // namespace fenchel
