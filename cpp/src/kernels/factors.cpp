// SPDX-License-Identifier: Apache-2.0
// Matrix factorizations.
#include <fenchel/execute/kernel/factor.hpp>

template void fenchel::kernel::fill_factors(fenchel::KernelSet& set);
