// SPDX-License-Identifier: Apache-2.0
// Adds a user's elementwise primitive to the table while the program runs, with everything that is
// derived from its struct: rules, batching and kernels for the flags of the unit that calls it.
#pragma once

#include <fenchel/execute/dispatch.hpp>
#include <fenchel/execute/kernel/element.hpp>
#include <fenchel/program/elementwise.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// Fails if there is an operation of this name. Call it once, before the first use of Op.
template <class Op>
OpId register_primitive() {
  register_builtins();
  static constexpr ElementRow row = kernel::element_row<Op>();
  const OpId id = add_operation(describe<Op>());
  add_element_row(id, &row);
  return id;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
