// SPDX-License-Identifier: Apache-2.0
// Expressions of cheap operations.
#include <fenchel/execute/kernel/fused.hpp>

template void fenchel::kernel::fill_fused(fenchel::KernelSet& set);
