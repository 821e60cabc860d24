// SPDX-License-Identifier: Apache-2.0
// Matrix products.
#include <fenchel/execute/kernel/matmul.hpp>

template void fenchel::kernel::fill_matmul(fenchel::KernelSet& set);
