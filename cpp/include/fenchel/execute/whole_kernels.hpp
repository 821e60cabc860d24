// SPDX-License-Identifier: Apache-2.0
// Kernels of operations of role `call`: over whole contiguous arrays, one call a node.
#pragma once

#include <fenchel/program/operation.hpp>
#include <span>

namespace fenchel {

/// Contiguous inputs and output. `dtype` is that of the output; indices and starts are int64.
struct WholeCall {
  std::span<const void* const> in;
  std::span<const Shape> in_shapes;
  void* out;
  const Shape& out_shape;
  DType dtype;
  std::span<const std::int64_t> attributes;
};

/// Computes the output; may fail, such as with IndexError. The output overlaps no input, but it may
/// be the memory of the first input of an operation that works in place.
using WholeKernel = void (*)(const WholeCall& call);

/// The kernel of an operation; null if it has none.
WholeKernel whole_kernel(OpId op);
/// Whether the output of an operation may replace its first input.
bool works_in_place(OpId op);
/// Gives an operation its kernel: what a chapter does beside adding the operation's row.
void add_whole_kernel(OpId op, WholeKernel kernel);

}  // namespace fenchel
