// SPDX-License-Identifier: Apache-2.0
// Sums of expressions of cheap operations.
#include <fenchel/execute/kernel/fused_fold.hpp>

template void fenchel::kernel::fill_fused_folds(fenchel::KernelSet& set);
