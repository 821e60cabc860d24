// SPDX-License-Identifier: Apache-2.0
// Puts the families of kernels together. They are templates, so that the compiled runtime can
// instantiate each in a unit of its own; only with FENCHEL_HEADER_ONLY their bodies are seen here.
#pragma once

#include <fenchel/execute/kernel_set.hpp>
#include <fenchel/primitive/list.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// So many units compile the elementwise kernels.
inline constexpr int elementwise_parts = 8;
template <int Part>
void fill_elementwise(ElementRow* rows);
template <class Set>
void fill_fused(Set& set);
template <class Set>
void fill_fused_folds(Set& set);
template <class Set>
void fill_joint(Set& set);
template <class Set>
void fill_casts(Set& set);
template <class Set>
void fill_copies(Set& set);
template <class Set>
void fill_loads(Set& set);
template <class Set>
void fill_folds(Set& set);
template <class Set>
void fill_matmul(Set& set);
template <class Set>
void fill_factors(Set& set);

/// The rows of all primitives, in the order of their list.
inline const ElementRow* elementwise_rows() {
  static ElementRow rows[primitive::Elementwise::size];
  [&]<int... Part>(std::integer_sequence<int, Part...>) {
    (fill_elementwise<Part>(rows), ...);
  }(std::make_integer_sequence<int, elementwise_parts>{});
  return rows;
}

/// All kernels of this instruction set.
inline KernelSet make_kernel_set(const char* name) {
  KernelSet set{};
  set.name = name;
  set.elementwise = elementwise_rows();
  set.elementwise_count = primitive::Elementwise::size;
  fill_fused(set);
  fill_fused_folds(set);
  fill_joint(set);
  fill_casts(set);
  fill_copies(set);
  fill_loads(set);
  fill_folds(set);
  fill_matmul(set);
  fill_factors(set);
  return set;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/execute/kernel/cast.hpp>
#include <fenchel/execute/kernel/elementwise.hpp>
#include <fenchel/execute/kernel/factor.hpp>
#include <fenchel/execute/kernel/fold.hpp>
#include <fenchel/execute/kernel/fused.hpp>
#include <fenchel/execute/kernel/fused_fold.hpp>
#include <fenchel/execute/kernel/joint.hpp>
#include <fenchel/execute/kernel/load.hpp>
#include <fenchel/execute/kernel/matmul.hpp>
#endif
