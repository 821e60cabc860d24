// SPDX-License-Identifier: Apache-2.0
// Operations that move no data: another shape, another order of the axes, another type's view.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The elements in row-major order under another shape; one dimension may be -1.
Var reshape(const Var& x, std::span<const std::int64_t> shape);
inline Var reshape(const Var& x, const Shape& shape) { return reshape(x, shape.dims()); }
/// Axes in the order `axes`.
Var permute(const Var& x, std::span<const std::int64_t> axes);
/// All axes reversed.
Var transpose(const Var& x);
/// The last two axes exchanged.
Var swap_last(const Var& x);
/// The axis `from` moved to position `to`.
Var move_axis(const Var& x, int from, int to);
/// A size-1 axis at `axis`.
Var insert_axis(const Var& x, int axis);
/// Elements converted to another type.
Var cast(const Var& x, DType dtype);
/// The value of x, with no derivative.
Var stop_gradient(const Var& x);

namespace detail {

/// x as floats: other types as float64.
inline Var floating(const Var& x) { return is_floating(x.dtype()) ? x : cast(x, DType::float64); }

}  // namespace detail
}  // namespace fenchel
