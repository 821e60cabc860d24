// SPDX-License-Identifier: Apache-2.0
// Rows of the table by name, for code that should not see the primitives' SIMD.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel::detail {

/// The elementwise operation `name` of the table.
template <class... A>
Var call(const char* name, const A&... a) {
  const Var inputs[] = {Var(a)...};
  return emit_elementwise(find_operation(name), inputs);
}

}  // namespace fenchel::detail
