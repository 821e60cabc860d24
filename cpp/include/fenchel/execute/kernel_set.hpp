// SPDX-License-Identifier: Apache-2.0
// What the block interpreter asks of an instruction set: plain function pointers over plain memory.
// Nothing here depends on the flags a unit is compiled with; the kernels behind it do.
#pragma once

#include <cstdint>
#include <fenchel/linalg/split.hpp>
#include <fenchel/program/operation.hpp>

namespace fenchel {

struct Instruction;

/// Computes `n` elements. `operands` holds the addresses of this block's registers, arrays and
/// splatted scalars; the instruction says which of them to use. Output may equal an input. Nothing
/// beyond element n is read or written, except that a splatted scalar is 64 readable bytes.
using ElementKernel = void (*)(void* const* operands, const Instruction& instruction,
                               std::int64_t n);

struct Instruction {
  ElementKernel kernel;
  std::uint32_t out;
  std::uint32_t in[4];
  std::uint8_t stride[4];  ///< 0: a splatted scalar (64 bytes of it), 1: one element after another
  std::uint32_t second = 0;  ///< the other output of a joint kernel
};

/// A number of a scalar program, of any element type.
struct Word {
  alignas(8) unsigned char bytes[8];
};
struct ScalarInstruction;
/// Computes one number of the words of a scalar program and goes on with the instruction behind it,
/// which gets the number as `last` (of a float64 only), so that it need not wait for memory.
using ScalarKernel = void (*)(Word* words, const ScalarInstruction* at, double last);

struct ScalarInstruction {
  ScalarKernel kernel;
  std::uint32_t out;
  std::uint32_t in[4];
};

/// An elementwise function over blocks, and over single numbers.
struct ElementKernels {
  ElementKernel block;
  ScalarKernel scalar;
  ScalarKernel chained[4] = {};  ///< where input k is the last number; null where there is none
};

/// Writes elements first .. first + n of a strided view, in its row-major order, to `out`.
/// `base` is the address of the buffer's first element; the layout's offset counts elements.
using LoadKernel = void (*)(void* out, const void* base, const Layout& layout, std::int64_t first,
                            std::int64_t n);

/// The state of a fold over the middle axis of (outer, k, inner). Its order of operations depends
/// on k alone: never on block boundaries, threads, or the instruction set.
struct FoldState {
  std::int64_t k, inner;
  void* out;                                   ///< (outer, inner), contiguous
  std::int64_t outputs;                        ///< outer * inner
  alignas(64) unsigned char lanes[256];        ///< open row: striped accumulators
  alignas(64) unsigned char segments[48][16];  ///< open row: partial results awaiting their partner
  std::int64_t segment_count;
};
struct FoldKernel {
  /// Prepares the state; an empty sum is complete after it.
  void (*begin)(FoldState& state);
  /// The next n elements, of flat positions first .. first + n; stride 0 repeats one value. The
  /// results are in `out` when the last element was fed.
  void (*feed)(FoldState& state, const void* x, int stride, std::int64_t first, std::int64_t n);
  /// For parts of one long row that were fed to states of their own, with a larger k so that none
  /// closed: appends the part that follows, and writes the result. A part is `fold_part` elements.
  void (*append)(FoldState& state, FoldState& next);
  void (*close)(FoldState& state);
};
/// A power of two of the segments of a fold, so that parts meet where one run combines them too.
inline constexpr std::int64_t fold_part = 16384;

/// The next n elements of an expression that is summed: those of an instruction without an output.
using FusedFold = void (*)(FoldState& state, void* const* operands, const Instruction& instruction,
                           std::int64_t first, std::int64_t n);

/// C (m, n), row-major and contiguous, = A (m, k) times B (k, n), with any strides in elements: of
/// it some rows, and some terms of their sums, of which those behind the first are added.
struct MatmulCall {
  std::int64_t m, n, k;
  const void *a, *b;
  void* c;
  std::int64_t a_row, a_column, b_row, b_column;
  AxisRange rows = {}, terms = {};
};
using MatmulKernel = void (*)(const MatmulCall& call);

/// Right sides b (n, columns) solved into x by a row-major matrix of n rows, or by its factors: L
/// and U in one, then the row of their order. Only `solve_triangular` asks which triangle to read.
struct SolveCall {
  std::int64_t n, columns;
  const void *a, *b;
  void* x;
  bool transposed, lower, unit_diagonal;
};
/// Factorizations of a contiguous row-major matrix in place, and solutions.
struct FactorKernels {
  bool (*cholesky)(void* a, std::int64_t n);  ///< false: not positive definite
  void (*lu)(void* factors, std::int64_t n);  ///< (n + 1, n), whose last row becomes the order
  void (*solve)(const SolveCall& call);
  void (*solve_triangular)(const SolveCall& call);
};

/// The kernels of an elementwise primitive, by the type of its last input; null where not defined.
/// Truth values are bytes of 0 and 1.
struct ElementRow {
  const char* name;
  ElementKernels by_dtype[4];
};

/// The kernels of an expression of cheap operations, which `code` writes in prefix order
/// (kernel/cheap.hpp).
struct FusedRow {
  std::uint32_t code;
  ElementKernels by_dtype[4];
};
struct FusedFoldRow {
  std::uint32_t code;
  FusedFold by_dtype[4];
};
/// Kernels that compute a primitive of one input and, as `second`, its partner.
struct JointRow {
  const char* name;
  const char* partner;
  ElementKernel by_dtype[4];
};

/// All kernels compiled for one instruction set.
struct KernelSet {
  const char* name;  ///< "x86-64-v3", ...
  const ElementRow* elementwise;
  int elementwise_count;
  const FusedRow* fused;
  int fused_count;
  const FusedFoldRow* fused_folds;
  int fused_fold_count;
  const JointRow* joint;
  int joint_count;
  ElementKernels cast[4][4];  ///< [from][to]
  ElementKernels copy[9];     ///< by item size 1, 4, 8
  LoadKernel load[9];         ///< by item size
  FoldKernel fold[3][4];      ///< [Fold][dtype]; the entries of boolean are empty
  MatmulKernel matmul[4];     ///< by dtype; float32 and float64
  FactorKernels factor[4];    ///< likewise
};

}  // namespace fenchel
