// SPDX-License-Identifier: Apache-2.0
// Cotangents of the parts that a program took out of an array, put together when all are there:
// pieces that lie side by side are joined once, where a sum of arrays of zeros with one piece each
// would cost their number times the array.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <map>

namespace fenchel::detail {

/// Pieces of an array along one axis, by their starts; the other axes are whole.
class Placed {
 public:
  /// Takes the cotangent of `y`, a part along an axis, if the others lie along it and beside it.
  bool add(const Var& ct, const Node& y, int axis);
  /// All of them in an array of the shape of x, zeros between.
  Var joined(const Node& x) const;

 private:
  Var alone(const Node& x) const;

  std::map<std::int64_t, Var> pieces_;
  int axis_ = -1;
};

/// The axis along which y is a part of x, a unit-step slice that is whole along the others; or -1.
inline int axis_of_part(const Node& y, const Node& x) {
  static const OpId slice = find_operation("slice");
  if (y.op != slice || !y.in[1]->known()) return -1;
  int axis = -1;
  for (int i = 0; i < x.rank; ++i) {
    if (y.attributes()[static_cast<std::size_t>(x.rank + i)] != 1) return -1;
    if (y.shape_span()[static_cast<std::size_t>(i)] == x.shape_span()[static_cast<std::size_t>(i)])
      continue;
    if (axis >= 0) return -1;
    axis = i;
  }
  return axis;
}

inline bool Placed::add(const Var& ct, const Node& y, int axis) {
  if (axis_ >= 0 && axis != axis_) return false;
  const std::int64_t start = static_cast<const std::int64_t*>(y.in[1]->data())[axis];
  const std::int64_t end = start + y.shape_span()[static_cast<std::size_t>(axis)];
  const Var full = expand(ct, y.shape());
  const auto next = pieces_.lower_bound(start);
  if (next != pieces_.end() && next->first == start && next->second.dim(axis) == end - start) {
    const bool guarded = next->second->is(Node::guarded) || ct->is(Node::guarded);
    next->second = next->second + full;
    if (guarded) next->second->flags |= Node::guarded;
    return true;
  }
  const auto before = next == pieces_.begin() ? pieces_.end() : std::prev(next);
  if (next != pieces_.end() && next->first < end) return false;
  if (before != pieces_.end() && before->first + before->second.dim(axis) > start) return false;
  pieces_.emplace(start, full);
  axis_ = axis;
  return true;
}

inline Var Placed::alone(const Node& x) const {
  const auto& [start, piece] = *pieces_.begin();
  Attributes starts(x.rank, 0), steps(x.rank, 1);
  starts[static_cast<std::size_t>(axis_)] = start;
  return unslice(piece, integers(starts), x.shape(), steps);
}

inline Var Placed::joined(const Node& x) const {
  if (pieces_.size() == 1) return alone(x);
  Vars row;
  std::int64_t at = 0;
  const auto gap = [&](std::int64_t until) {
    if (until == at) return;
    Shape shape = x.shape();
    shape[axis_] = until - at;
    row.push_back(full(shape, 0, x.dtype));
  };
  for (const auto& [start, piece] : pieces_) {
    gap(start);
    row.push_back(piece);
    at = start + piece.dim(axis_);
  }
  gap(x.shape()[axis_]);
  return concatenate(row, axis_);
}

}  // namespace fenchel::detail
