// SPDX-License-Identifier: Apache-2.0
// The kernels of scalar programs, derived from the struct of a primitive. Each calls the one of the
// next instruction as its last act, which compilers make a jump: every kernel has a jump of its own
// for the processor to predict, and a number goes to the next instruction in a register.
#pragma once

#include <fenchel/execute/kernel/access.hpp>
#include <fenchel/execute/kernel/cheap.hpp>
#include <fenchel/execute/kernel_set.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// How input K, or (K = -1) the output, of Op at element type T lies in memory.
template <class Op, class T, int K>
constexpr auto access_of() {
  constexpr Signature signature = Op::facts.signature;
  if constexpr (signature == Signature::logical) return TruthAccess{};
  else if constexpr (signature == Signature::selection && K == 0) return MaskAccess<T>{};
  else if constexpr (signature == Signature::comparison && K == -1) return MaskAccess<T>{};
  else return NumberAccess<T>{};
}

/// Stores a number, and goes on.
template <class Item>
FENCHEL_INLINE void finish(Word* words, const ScalarInstruction* at, Item number) {
  write_word(words[at->out], number);
  if constexpr (std::is_same_v<Item, double>) at[1].kernel(words, at + 1, number);
  else at[1].kernel(words, at + 1, 0.0);
}

/// The formula of Op on one lane. Input `Last` is the last number; none is if it is -1.
template <class Op, class T, int Last = -1>
void scalar_kernel(Word* words, const ScalarInstruction* at, [[maybe_unused]] double last) {
  const auto input = [&]<int K>() {
    if constexpr (K == Last) return last;
    else return access_of<Op, T, K>().from(words[at->in[K]]);
  };
  using Item = typename decltype(access_of<Op, T, -1>())::Item;
  finish(words, at, [&]<int... K>(std::integer_sequence<int, K...>) {
    return static_cast<Item>(Op::value(input.template operator()<K>()...));
  }(std::make_integer_sequence<int, Op::arity>{}));
}

/// Chained kernels pay where an operation takes no longer than the way through memory.
template <class Op, class T>
constexpr ElementKernels with_scalar_kernels(ElementKernel block) {
  ElementKernels out{block, scalar_kernel<Op, T>};
  if constexpr (is_cheap<Op> && std::is_same_v<T, double>)
    [&]<int... K>(std::integer_sequence<int, K...>) {
      ((out.chained[K] = scalar_kernel<Op, T, K>), ...);
    }(std::make_integer_sequence<int, Op::arity>{});
  return out;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
