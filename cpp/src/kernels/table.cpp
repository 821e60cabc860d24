// SPDX-License-Identifier: Apache-2.0
// The table of one instruction set, under a name that says which: kernel_set_v3().
#include <fenchel/execute/kernel/table.hpp>

#define FENCHEL_JOIN(a, b) a##b
#define FENCHEL_JOINED(a, b) FENCHEL_JOIN(a, b)
#define FENCHEL_QUOTE(a) #a
#if defined(__x86_64__)
#define FENCHEL_SET_NAME(a) "x86-64-" FENCHEL_QUOTE(a)
#else
#define FENCHEL_SET_NAME(a) FENCHEL_QUOTE(a)
#endif

namespace fenchel {

const KernelSet& FENCHEL_JOINED(kernel_set_, FENCHEL_KERNEL_SET)();

const KernelSet& FENCHEL_JOINED(kernel_set_, FENCHEL_KERNEL_SET)() {
  static const KernelSet set = kernel::make_kernel_set(FENCHEL_SET_NAME(FENCHEL_KERNEL_SET));
  return set;
}

}  // namespace fenchel
