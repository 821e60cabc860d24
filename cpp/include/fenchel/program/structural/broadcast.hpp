// SPDX-License-Identifier: Apache-2.0
// Broadcasting and its adjoint, summation to a shape. Cotangents stay small as long as they can:
// one that only broadcasts to the shape of its value is as good as a full one.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// x with another shape that it broadcasts to; x itself if it has it.
Var broadcast_to(const Var& x, const Shape& shape);

/// The same, under the name the rules use.
inline Var expand(const Var& x, const Shape& shape) { return broadcast_to(x, shape); }

/// Adjoint of broadcasting `to` to `from`: sums `v`, which broadcasts to `from`, over the repeated
/// axes. An axis along which v itself is constant costs a factor, not a sum.
Var sum_to(const Var& v, const Shape& from, const Shape& to);

/// v with size-1 axes put in front until it has `rank` axes.
Var pad_rank(const Var& v, int rank);

/// A batched operand (batch axis in front) of element rank below `rank`, with size-1 axes after the
/// batch axis, so that trailing axes align.
Var align_batched(const Var& x, int rank);

/// x with a batch axis of size `batch` in front, repeated.
Var repeat_batch(const Var& x, std::int64_t batch);

/// The size of the batch axis of the batched inputs.
std::int64_t batch_size(Inputs x, std::span<const unsigned char> batched);

/// The batching rule of every elementwise primitive.
Var batch_elementwise(const Var& y, Inputs x, std::span<const unsigned char> batched);

}  // namespace fenchel
