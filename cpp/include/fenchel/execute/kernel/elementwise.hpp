// SPDX-License-Identifier: Apache-2.0
// The rows of all elementwise primitives, in parts, so that each part compiles in its own unit.
#pragma once

#include <fenchel/execute/kernel/element.hpp>
#include <fenchel/execute/kernel/table.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// Writes every eighth row, beginning with row `Part`.
template <int Part>
void fill_elementwise(ElementRow* rows) {
  int at = 0;
  primitive::Elementwise::for_each([&]<class Op>() {
    constexpr int index = primitive::Elementwise::index_of<Op>();
    if constexpr (index % elementwise_parts == Part) rows[at] = element_row<Op>();
    ++at;
  });
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
