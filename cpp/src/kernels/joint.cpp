// SPDX-License-Identifier: Apache-2.0
// Values and partials together.
#include <fenchel/execute/kernel/joint.hpp>

template void fenchel::kernel::fill_joint(fenchel::KernelSet& set);
