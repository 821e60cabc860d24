// SPDX-License-Identifier: Apache-2.0
// Slices along one axis, which many functions of this folder are made of.
#pragma once

#include <fenchel/program/structural/slice.hpp>

namespace fenchel::detail {

/// Elements start, start + step, ... of an axis, `size` of them.
inline Var part(const Var& x, int axis, std::int64_t start, std::int64_t size,
                std::int64_t step = 1) {
  const auto at = static_cast<std::size_t>(axis);
  Attributes starts(static_cast<std::size_t>(x.rank()), 0), steps(starts.size(), 1);
  Shape sizes = x.shape();
  starts[at] = start;
  sizes[axis] = size;
  steps[at] = step;
  return slice(x, integers(starts), sizes.dims(), steps);
}

}  // namespace fenchel::detail
