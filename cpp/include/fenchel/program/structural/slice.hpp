// SPDX-License-Identifier: Apache-2.0
// Basic slices: taking one, putting one into zeros, replacing one. Starts are data, not structure:
// the same plan serves every position.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// A leaf of integers, such as slice starts.
Var integers(std::span<const std::int64_t> values);
/// Elements starts[i] + step[i] * j along each axis i, j < size[i].
Var slice(const Var& x, const Var& starts, std::span<const std::int64_t> sizes,
          std::span<const std::int64_t> steps);
/// Zeros of `shape` with v at that slice: the adjoint of `slice`.
Var unslice(const Var& v, const Var& starts, const Shape& shape,
            std::span<const std::int64_t> steps);
/// x with that slice replaced by v.
Var slice_update(const Var& x, const Var& v, const Var& starts,
                 std::span<const std::int64_t> steps);
/// x joined along an axis.
Var concatenate(std::span<const Var> xs, int axis);

}  // namespace fenchel
