// SPDX-License-Identifier: Apache-2.0
// Copies of blocks: elements one after another, or one of them repeated.
#pragma once

#include <cstdint>
#include <cstring>
#include <fenchel/execute/kernel/scalar.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// Elements whose bytes are all that matters.
template <int Bytes>
struct BitsOf;
template <>
struct BitsOf<1> {
  using type = std::uint8_t;
};
template <>
struct BitsOf<4> {
  using type = std::uint32_t;
};
template <>
struct BitsOf<8> {
  using type = std::uint64_t;
};

/// Stores eight elements at a time, which the compiler turns into packets.
template <class T>
FENCHEL_INLINE void fill_run(T* out, T value, std::int64_t n) {
  constexpr std::int64_t group = 64 / sizeof(T);
  std::int64_t i = 0;
  for (; i + group <= n; i += group)
    for (std::int64_t j = 0; j < group; ++j) out[i + j] = value;
  for (; i < n; ++i) out[i] = value;
}

/// A call of memcpy costs more than a few elements.
template <class T>
FENCHEL_INLINE void copy_run(T* out, const T* x, std::int64_t n) {
  if (n >= 16) std::memcpy(out, x, static_cast<std::size_t>(n) * sizeof(T));
  else
    for (std::int64_t i = 0; i < n; ++i) out[i] = x[i];
}

template <class T>
void copy_kernel(void* const* operands, const Instruction& instruction, std::int64_t n) {
  const auto* x = static_cast<const T*>(operands[instruction.in[0]]);
  auto* out = static_cast<T*>(operands[instruction.out]);
  if (instruction.stride[0] == 0) fill_run(out, *x, n);
  else if (out != x) copy_run(out, x, n);
}

inline void scalar_copy_kernel(Word* words, const ScalarInstruction* at, double) {
  finish(words, at, read_word<double>(words[at->in[0]]));
}

template <class Set>
void fill_copies(Set& set) {
  set.copy[1] = {copy_kernel<BitsOf<1>::type>, scalar_copy_kernel};
  set.copy[4] = {copy_kernel<BitsOf<4>::type>, scalar_copy_kernel};
  set.copy[8] = {copy_kernel<BitsOf<8>::type>, scalar_copy_kernel};
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
