// SPDX-License-Identifier: Apache-2.0
// The kernels that compute an elementwise value from its inputs.
#pragma once

#include <fenchel/execute/dispatch.hpp>
#include <fenchel/execute/planner/values.hpp>

namespace fenchel::planner {

inline ElementKernels kernels_of(const Values& values, const Value& value) {
  const KernelSet& set = kernels();
  if (value.op == copy_operation) return set.copy[item_size(value.dtype)];
  const DType from = values.all[values.inputs_of(value).back()].dtype;
  if (value.op == op::cast) return set.cast[static_cast<int>(from)][static_cast<int>(value.dtype)];
  const ElementRow* row = element_row_of(value.op);
  const ElementKernels found = row ? row->by_dtype[static_cast<int>(from)] : ElementKernels{};
  if (!found.block)
    fail<TypeError>(info(value.op).name + " is not defined for elements of type " + name_of(from));
  return found;
}

}  // namespace fenchel::planner
