// SPDX-License-Identifier: Apache-2.0
// Bodies of shape.hpp.
#pragma once

#include <algorithm>
#include <fenchel/base/config.hpp>
#include <fenchel/program/shape.hpp>

namespace fenchel {

FENCHEL_BODY std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (int i = 0; i < shape.rank(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.rank() == 1 ? ",)" : ")");
}

FENCHEL_BODY void check_size(const Shape& shape, int item_bytes) {
  std::int64_t bytes = item_bytes;
  for (std::int64_t dim : shape)
    if (dim == 0) return;
  for (std::int64_t dim : shape)
    if (__builtin_mul_overflow(bytes, dim, &bytes))
      fail<ShapeError>("an array of shape " + to_string(shape) +
                       " is larger than the address space");
}

FENCHEL_BODY Shape broadcast(const Shape& a, const Shape& b, const char* operation) {
  const int rank = std::max(a.rank(), b.rank());
  Shape out;
  for (int i = 0; i < rank; ++i) {
    const int ia = i - (rank - a.rank()), ib = i - (rank - b.rank());
    const std::int64_t da = ia < 0 ? 1 : a[ia], db = ib < 0 ? 1 : b[ib];
    if (da != db && da != 1 && db != 1)
      fail<ShapeError>(std::string(operation) + ": shapes " + to_string(a) + " and " +
                       to_string(b) + " cannot be broadcast together: sizes " + std::to_string(da) +
                       " and " + std::to_string(db) + " differ");
    out.push_back(da == 1 ? db : da);
  }
  return out;
}

FENCHEL_BODY bool broadcasts_to(const Shape& from, const Shape& to) {
  if (from.rank() > to.rank()) return false;
  for (int i = 1; i <= from.rank(); ++i) {
    const std::int64_t d = from[from.rank() - i];
    if (d != 1 && d != to[to.rank() - i]) return false;
  }
  return true;
}

FENCHEL_BODY Shape row_major(const Shape& shape) {
  Shape strides = shape;
  std::int64_t step = 1;
  for (int i = shape.rank() - 1; i >= 0; --i) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

FENCHEL_BODY int normalize_axis(std::int64_t axis, int rank, const char* operation) {
  if (axis < -rank || axis >= rank)
    fail<ShapeError>(std::string(operation) + ": axis " + std::to_string(axis) +
                     " is out of range for an array of " + std::to_string(rank) + " axes");
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

}  // namespace fenchel
