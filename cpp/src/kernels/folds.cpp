// SPDX-License-Identifier: Apache-2.0
// Sums and extremes.
#include <fenchel/execute/kernel/fold.hpp>

template void fenchel::kernel::fill_folds(fenchel::KernelSet& set);
