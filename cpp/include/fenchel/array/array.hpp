// SPDX-License-Identifier: Apache-2.0
// Arrays from memory, and NumPy's indexing, on program variables.
#pragma once

#include <fenchel/program/structural/slice.hpp>
#include <optional>
#include <variant>

namespace fenchel {

/// A copy of strided memory (strides in bytes).
Var from_memory(const void* data, DType dtype, const Shape& shape,
                std::span<const std::int64_t> strides);
/// All arrays of a shape that are 1 in one place, stacked in front: the directions of a Jacobian.
Var unit_arrays(const Shape& shape, DType dtype);
/// The integers start, start + step, ... below stop, or the floats of NumPy's arange.
Var arange(double start, double stop, double step, DType dtype);
Var linspace(double start, double stop, std::int64_t count, bool endpoint, DType dtype);
/// Arrays joined along an existing axis, in their common type.
Var join(std::span<const Var> xs, std::int64_t axis);
/// Arrays of one shape along a new axis.
Var stack(std::span<const Var> xs, int axis);
/// x with elements of one value before and after those of each axis.
Var pad(const Var& x, std::span<const std::int64_t> before, std::span<const std::int64_t> after,
        const Var& value);

/// One entry of x[...]: an integer, a slice, None, Ellipsis, or an array of integers or booleans.
struct SliceRange {
  std::optional<std::int64_t> start, stop, step;
};
struct NewAxis {};
struct Ellipsis {};
using IndexEntry = std::variant<std::int64_t, SliceRange, NewAxis, Ellipsis, Var>;

/// x[index]. Raises IndexError with axis, index and size; integer arrays that are known are checked
/// at once, others when they run.
Var take_index(const Var& x, std::span<const IndexEntry> index);
/// x with x[index] = v, or with v added there: a position that occurs twice counts twice.
enum class Writing { replace, add };
Var put_index(const Var& x, std::span<const IndexEntry> index, const Var& v,
              Writing how = Writing::replace);

}  // namespace fenchel
