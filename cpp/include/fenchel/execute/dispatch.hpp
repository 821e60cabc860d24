// SPDX-License-Identifier: Apache-2.0
// The kernels of the instruction set this process runs on, chosen once: the best the processor
// supports, unless the environment variable FENCHEL_CPU names another.
#pragma once

#include <fenchel/execute/kernel_set.hpp>
#include <string_view>
#include <vector>

namespace fenchel {

/// The chosen set. Fails if FENCHEL_CPU names a set that is unknown or that cannot run here.
const KernelSet& kernels();
/// The names of the sets that can run here, the best last.
std::vector<const char*> kernel_sets();
/// The set of a name such as "x86-64-v3" or "v3"; the best that runs here for an empty name.
const KernelSet& kernel_set(std::string_view name);

/// The kernels of an elementwise operation in the chosen set; null if it has none.
const ElementRow* element_row_of(OpId op);
/// Gives an elementwise operation its kernels; the row must outlive the process.
void add_element_row(OpId op, const ElementRow* row);

}  // namespace fenchel
