// SPDX-License-Identifier: Apache-2.0
// Casts, copies and loads of strided views.
#include <fenchel/execute/kernel/cast.hpp>
#include <fenchel/execute/kernel/load.hpp>

template void fenchel::kernel::fill_casts(fenchel::KernelSet& set);
template void fenchel::kernel::fill_copies(fenchel::KernelSet& set);
template void fenchel::kernel::fill_loads(fenchel::KernelSet& set);
