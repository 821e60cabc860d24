// SPDX-License-Identifier: Apache-2.0
// What the block interpreter asks of an instruction set: plain function pointers over plain memory.
// Nothing here depends on the flags a unit is compiled with; the kernels behind it do.
#pragma once

#include <cstdint>
#include <fenchel/program/operation.hpp>

namespace fenchel {

struct Instruction;

/// Computes `n` elements. `operands` holds the addresses of this block's registers, arrays and
/// splatted scalars; the instruction says which of them to use. Output may equal an input.
using ElementKernel = void (*)(void* const* operands, const Instruction& instruction, std::int64_t n);

struct Instruction {
  ElementKernel kernel;
  std::uint32_t out;
  std::uint32_t in[3];
  std::uint8_t stride[3];  ///< 0: a splatted scalar (64 bytes of it), 1: one element after another
};

/// Writes elements first .. first + n of a strided view, in its row-major order, to `out`.
/// `base` is the address of the buffer's first element; the layout's offset counts elements.
using LoadKernel = void (*)(void* out, const void* base, const Layout& layout, std::int64_t first,
                            std::int64_t n);

/// The other way: scatters a contiguous block into a strided view.
using StoreKernel = void (*)(void* base, const Layout& layout, const void* in, std::int64_t first,
                             std::int64_t n);

/// The state of a fold over the middle axis of (outer, k, inner). Its order of operations depends on
/// k alone: never on block boundaries, threads, or the instruction set.
struct FoldState {
  std::int64_t k, inner;
  std::int64_t elements;  ///< outer * k * inner
  void* out;              ///< (outer, inner)
  alignas(64) unsigned char lanes[256];      ///< open row: 32 lanes of at most 8 bytes
  alignas(64) unsigned char segments[48][16];  ///< open row: partial results awaiting their partner
  std::int64_t segment_count;
};
struct FoldKernel {
  void (*begin)(FoldState& state);
  /// The next n elements, of flat positions first .. first + n; stride 0 repeats one value.
  void (*feed)(FoldState& state, const void* x, int stride, std::int64_t first, std::int64_t n);
};

/// C (m, n), row-major and contiguous, = A (m, k) times B (k, n), with any strides in elements.
struct MatmulCall {
  std::int64_t m, n, k;
  const void *a, *b;
  void* c;
  std::int64_t a_row, a_column, b_row, b_column;
};
using MatmulKernel = void (*)(const MatmulCall& call);

/// A kernel of its own over whole, contiguous arrays (role call).
struct WholeCall {
  std::span<const void* const> in;
  std::span<const Shape> in_shapes;
  void* out;
  const Shape* out_shape;
  DType dtype;  ///< of the first input
  std::span<const std::int64_t> attributes;
};
using WholeKernel = void (*)(const WholeCall& call);

struct ElementRow {
  const char* name;
  ElementKernel by_dtype[4];  ///< by the type of the last input; null where not defined
};

/// All kernels compiled for one instruction set.
struct KernelSet {
  const char* name;  ///< "x86-64-v3", ...
  const ElementRow* elementwise;
  int elementwise_count;
  ElementKernel cast[4][4];        ///< [from][to]
  ElementKernel copy[9];           ///< by item size 1, 4, 8
  LoadKernel load[9];              ///< by item size
  StoreKernel store[9];            ///< by item size
  FoldKernel fold[3][4];           ///< [Fold][dtype]; boolean is empty
  MatmulKernel matmul[4];          ///< by dtype; float32 and float64
};

}  // namespace fenchel
