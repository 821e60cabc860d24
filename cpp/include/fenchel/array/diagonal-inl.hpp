// SPDX-License-Identifier: Apache-2.0
// Bodies of diagonal.hpp: with rows laid end to end, a diagonal is a slice of step columns + 1.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fenchel/array/diagonal.hpp>
#include <fenchel/array/part.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {

FENCHEL_BODY Var diagonal(const Var& x, std::int64_t offset, int axis1, int axis2) {
  const int first = normalize_axis(axis1, x.rank(), "diagonal"),
            second = normalize_axis(axis2, x.rank(), "diagonal");
  if (first == second)
    fail<ShapeError>("diagonal: the two axes are the same, axis " + std::to_string(axis1));
  Attributes order;
  for (int i = 0; i < x.rank(); ++i)
    if (i != first && i != second) order.push_back(i);
  order.insert(order.end(), {first, second});
  const std::int64_t rows = x.dim(first), columns = x.dim(second);
  Shape flat;
  for (int i = 0; i + 2 < x.rank(); ++i)
    flat.push_back(x.dim(static_cast<int>(order[static_cast<std::size_t>(i)])));
  flat.push_back(rows * columns);
  const std::int64_t start = offset >= 0 ? offset : -offset * columns;
  const std::int64_t size =
      offset >= 0 ? std::min(rows, columns - offset) : std::min(rows + offset, columns);
  return detail::part(reshape(permute(x, order), flat), flat.rank() - 1, size > 0 ? start : 0,
                      std::max(size, std::int64_t{0}), columns + 1);
}

FENCHEL_BODY Var with_diagonal(const Var& x, std::int64_t offset) {
  const int last = x.rank() - 1;
  const std::int64_t size = x.dim(last), n = size + std::abs(offset);
  Shape flat = x.shape();
  flat[last] = n * n;
  Attributes starts(static_cast<std::size_t>(x.rank()), 0), steps(starts.size(), 1);
  starts.back() = offset >= 0 ? offset : -offset * n;
  steps.back() = n + 1;
  Shape square = x.shape();
  square[last] = n;
  square.push_back(n);
  return reshape(unslice(x, integers(starts), flat, steps), square);
}

}  // namespace fenchel
