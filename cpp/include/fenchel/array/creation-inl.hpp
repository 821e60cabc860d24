// SPDX-License-Identifier: Apache-2.0
// Bodies of array.hpp: arrays from memory, sequences, joined arrays.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fenchel/array/array.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>

namespace fenchel {
namespace detail {

/// A leaf of this shape whose elements are to be written to data().
inline Var blank(DType dtype, const Shape& shape) {
  check_size(shape, item_size(dtype));
  Var out = Var::adopt(new_node(op::array, dtype, shape));
  if (shape.rank() > 0) {
    Memory memory(static_cast<std::size_t>(shape.size() * item_size(dtype)));
    out->buffer = memory.release();
  }
  out->flags |= Node::has_value;
  return out;
}

/// Copies `n` elements that lie `stride` bytes apart.
inline void copy_row(char*& to, const char* from, std::int64_t n, std::int64_t stride,
                     std::int64_t item) {
  if (stride == item) std::memcpy(to, from, static_cast<std::size_t>(n * item));
  else
    for (std::int64_t i = 0; i < n; ++i)
      std::memcpy(to + i * item, from + i * stride, static_cast<std::size_t>(item));
  to += n * item;
}

inline void copy_strided(char*& to, const char* from, const Shape& shape,
                         std::span<const std::int64_t> strides, int axis, std::int64_t item) {
  if (axis + 1 == shape.rank())
    return copy_row(to, from, shape[axis], strides[static_cast<std::size_t>(axis)], item);
  for (std::int64_t i = 0; i < shape[axis]; ++i)
    copy_strided(to, from + i * strides[static_cast<std::size_t>(axis)], shape, strides, axis + 1,
                 item);
}

inline bool is_contiguous(const Shape& shape, std::span<const std::int64_t> strides,
                          std::int64_t item) {
  for (int i = shape.rank(); i-- > 0; item *= shape[i])
    if (shape[i] != 1 && strides[static_cast<std::size_t>(i)] != item) return false;
  return true;
}

template <class F>
Var sequence(std::int64_t count, DType dtype, F&& value) {
  Var out = blank(dtype, Shape{count});
  const auto fill = [&]<class T>(T* to) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<T>(value(i));
  };
  if (dtype == DType::int64) fill(static_cast<std::int64_t*>(out->data()));
  else if (dtype == DType::float32) fill(static_cast<float*>(out->data()));
  else if (dtype == DType::float64) fill(static_cast<double*>(out->data()));
  else fail<TypeError>("a sequence of numbers cannot have the type bool");
  return out;
}

}  // namespace detail

FENCHEL_BODY Var from_memory(const void* data, DType dtype, const Shape& shape,
                             std::span<const std::int64_t> strides) {
  Var out = detail::blank(dtype, shape);
  const std::int64_t item = item_size(dtype), size = shape.size();
  if (size == 0) return out;
  auto* to = static_cast<char*>(out->data());
  if (detail::is_contiguous(shape, strides, item))
    std::memcpy(to, data, static_cast<std::size_t>(size * item));
  else detail::copy_strided(to, static_cast<const char*>(data), shape, strides, 0, item);
  return out;
}

FENCHEL_BODY Var unit_arrays(const Shape& shape, DType dtype) {
  const std::int64_t n = shape.size();
  Shape stacked{n};
  for (std::int64_t dim : shape.dims()) stacked.push_back(dim);
  const Var flat =
      detail::sequence(n * n, dtype, [n](std::int64_t i) { return i / n == i % n ? 1.0 : 0.0; });
  flat->flags |= Node::unit;
  return reshape(flat, stacked);
}

FENCHEL_BODY Var arange(double start, double stop, double step, DType dtype) {
  if (step == 0) fail<ShapeError>("arange: the step must not be zero");
  const double count = std::ceil((stop - start) / step);
  if (!(count < 0x1p60))
    fail<ShapeError>("arange: from " + std::to_string(start) + " to " + std::to_string(stop) +
                     " there is no finite number of steps");
  return detail::sequence(count > 0 ? static_cast<std::int64_t>(count) : 0, dtype,
                          [&](std::int64_t i) { return start + static_cast<double>(i) * step; });
}

FENCHEL_BODY Var linspace(double start, double stop, std::int64_t count, bool endpoint,
                          DType dtype) {
  if (count < 0)
    fail<ShapeError>("linspace: the number of samples, " + std::to_string(count) + ", is negative");
  const std::int64_t parts = endpoint ? count - 1 : count;
  const double step = parts > 0 ? (stop - start) / static_cast<double>(parts) : stop - start;
  return detail::sequence(count, dtype, [&](std::int64_t i) {
    return endpoint && i > 0 && i == parts ? stop : start + static_cast<double>(i) * step;
  });
}

FENCHEL_BODY Var join(std::span<const Var> xs, std::int64_t axis) {
  if (xs.empty()) fail<ShapeError>("concatenate: at least one array is needed");
  if (xs[0].rank() == 0)
    fail<ShapeError>("concatenate: arrays without axes cannot be joined; use stack");
  DType dtype = xs[0].dtype();
  for (const Var& x : xs) dtype = promote(dtype, x.dtype());
  Vars typed;
  for (const Var& x : xs) typed.push_back(cast(x, dtype));
  return concatenate(typed, normalize_axis(axis, xs[0].rank(), "concatenate"));
}

FENCHEL_BODY Var stack(std::span<const Var> xs, int axis) {
  if (xs.empty()) fail<ShapeError>("stack: at least one array is needed");
  const int at = normalize_axis(axis, xs[0].rank() + 1, "stack");
  Vars wide;
  for (const Var& x : xs) {
    if (!(x.shape() == xs[0].shape()))
      fail<ShapeError>("stack: shapes " + to_string(xs[0].shape()) + " and " +
                       to_string(x.shape()) + " differ");
    wide.push_back(insert_axis(x, at));
  }
  return join(wide, at);
}

FENCHEL_BODY Var pad(const Var& x, std::span<const std::int64_t> before,
                     std::span<const std::int64_t> after, const Var& value) {
  Shape shape = x.shape();
  for (int i = 0; i < shape.rank(); ++i)
    shape[i] += before[static_cast<std::size_t>(i)] + after[static_cast<std::size_t>(i)];
  const Attributes steps(static_cast<std::size_t>(x.rank()), 1);
  const Var fill = cast(value, x.dtype());
  if (fill->known() && number_of(*fill.node()) == 0)
    return unslice(x, integers(before), shape, steps);
  return slice_update(broadcast_to(fill, shape), x, integers(before), steps);
}

}  // namespace fenchel
