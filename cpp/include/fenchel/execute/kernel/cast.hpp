// SPDX-License-Identifier: Apache-2.0
// Conversions between element types, as NumPy's astype: to boolean is "not zero", to an integer
// truncates, and what no integer can hold becomes the smallest one.
#pragma once

#include <cstdint>
#include <cstring>
#include <fenchel/base/dtype.hpp>
#include <fenchel/execute/kernel/scalar.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// A truth value in memory.
struct Truth {
  unsigned char byte;
};

template <class To, class From>
FENCHEL_INLINE To converted(From x) {
  constexpr bool truncates = std::is_same_v<To, std::int64_t> && std::is_floating_point_v<From>;
  if constexpr (std::is_same_v<From, Truth>) return converted<To>(std::int64_t{x.byte});
  else if constexpr (std::is_same_v<To, Truth>) return {static_cast<unsigned char>(x != 0)};
  else if constexpr (truncates)
    return x >= From(-0x1p63) && x < From(0x1p63) ? static_cast<To>(x) : INT64_MIN;
  else return static_cast<To>(x);
}

/// A block small enough for the stack; its constant size lets the compiler use packets at -O2.
inline constexpr std::int64_t cast_chunk = 64;

template <class From, class To>
FENCHEL_INLINE void cast_block(To* out, const From* x, std::int64_t n) {
  From from[cast_chunk] = {};
  To to[cast_chunk];
  std::memcpy(from, x, static_cast<std::size_t>(n) * sizeof(From));
  for (std::int64_t i = 0; i < cast_chunk; ++i) to[i] = converted<To>(from[i]);
  std::memcpy(out, to, static_cast<std::size_t>(n) * sizeof(To));
}

/// In place, elements that grow are converted from the last to the first.
template <class From, class To>
void cast_kernel(void* const* operands, const Instruction& instruction, std::int64_t n) {
  const auto* x = static_cast<const From*>(operands[instruction.in[0]]);
  auto* out = static_cast<To*>(operands[instruction.out]);
  if (instruction.stride[0] == 0 || n == 1) {
    const To value = converted<To>(*x);
    for (std::int64_t i = 0; i < n; ++i) out[i] = value;
    return;
  }
  const std::int64_t whole = n / cast_chunk * cast_chunk;
  if constexpr (sizeof(To) > sizeof(From)) {
    cast_block(out + whole, x + whole, n - whole);
    for (std::int64_t i = whole; i > 0; i -= cast_chunk)
      cast_block(out + i - cast_chunk, x + i - cast_chunk, cast_chunk);
  } else {
    for (std::int64_t i = 0; i < whole; i += cast_chunk) cast_block(out + i, x + i, cast_chunk);
    cast_block(out + whole, x + whole, n - whole);
  }
}

template <class From, class To>
void scalar_cast_kernel(Word* words, const ScalarInstruction* at, double) {
  finish(words, at, converted<To>(read_word<From>(words[at->in[0]])));
}

template <class From, class To>
inline constexpr ElementKernels cast_kernels = {cast_kernel<From, To>,
                                                scalar_cast_kernel<From, To>};

template <class From>
void fill_casts_from(ElementKernels* to) {
  to[static_cast<int>(DType::boolean)] = cast_kernels<From, Truth>;
  to[static_cast<int>(DType::int64)] = cast_kernels<From, std::int64_t>;
  to[static_cast<int>(DType::float32)] = cast_kernels<From, float>;
  to[static_cast<int>(DType::float64)] = cast_kernels<From, double>;
}

template <class Set>
void fill_casts(Set& set) {
  fill_casts_from<Truth>(set.cast[static_cast<int>(DType::boolean)]);
  fill_casts_from<std::int64_t>(set.cast[static_cast<int>(DType::int64)]);
  fill_casts_from<float>(set.cast[static_cast<int>(DType::float32)]);
  fill_casts_from<double>(set.cast[static_cast<int>(DType::float64)]);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
