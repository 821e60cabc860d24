// SPDX-License-Identifier: Apache-2.0
// Layouts, the way strided views walk memory: whole arrays, simplified and reshaped views.
#pragma once

#include <fenchel/program/operation.hpp>
#include <optional>

namespace fenchel::detail {

/// The layout of a whole row-major array.
inline Layout whole_layout(const Shape& shape) {
  Layout layout{shape, {}, 0};
  const Shape strides = row_major(shape);
  for (int i = 0; i < shape.rank(); ++i) layout.strides[i] = strides[i];
  return layout;
}

/// The same walk with as few axes as possible: no axes of size 1, neighbors merged where the outer
/// one continues the inner one.
inline Layout simplify(const Layout& layout) {
  Layout out{{}, {}, layout.offset};
  for (int i = 0; i < layout.shape.rank(); ++i) {
    const std::int64_t dim = layout.shape[i], stride = layout.strides[i];
    if (dim == 1) continue;
    const int last = out.shape.rank() - 1;
    if (last >= 0 && out.strides[last] == stride * dim) {
      out.shape[last] *= dim;
      out.strides[last] = stride;
    } else {
      out.strides[last + 1] = stride;
      out.shape.push_back(dim);
    }
  }
  return out;
}

/// Whether a simplified layout is one run of memory.
inline bool is_run(const Layout& simple) {
  return simple.shape.rank() == 0 || (simple.shape.rank() == 1 && simple.strides[0] == 1);
}

/// Whether a simplified layout reads one element again and again.
inline bool is_repeated(const Layout& simple) {
  return simple.shape.rank() == 0 || (simple.shape.rank() == 1 && simple.strides[0] == 0);
}

inline bool operator==(const Layout& a, const Layout& b) {
  if (a.offset != b.offset || !(a.shape == b.shape)) return false;
  for (int i = 0; i < a.shape.rank(); ++i)
    if (a.strides[i] != b.strides[i]) return false;
  return true;
}

/// The view under another shape, if no element has to move: every axis of the simplified view is
/// cut into axes of the new shape.
inline std::optional<Layout> reshape_layout(const Layout& layout, const Shape& shape) {
  const Layout simple = simplify(layout);
  Layout out{shape, {}, layout.offset};
  int axis = shape.rank() - 1;
  for (int from = simple.shape.rank(); from-- > 0;) {
    std::int64_t rest = simple.shape[from], stride = simple.strides[from];
    for (; rest > 1 && axis >= 0; --axis) {
      if (shape[axis] == 0 || rest % shape[axis] != 0) return {};
      out.strides[axis] = stride;
      stride *= shape[axis];
      rest /= shape[axis];
    }
    if (rest != 1) return {};
  }
  return out;  // what is left are axes of size 1
}

}  // namespace fenchel::detail
