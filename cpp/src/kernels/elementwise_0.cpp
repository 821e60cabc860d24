// SPDX-License-Identifier: Apache-2.0
// An eighth of the elementwise kernels.
#include <fenchel/execute/kernel/elementwise.hpp>

template void fenchel::kernel::fill_elementwise<0>(fenchel::ElementRow* rows);
