// SPDX-License-Identifier: Apache-2.0
// Bodies of triangle.hpp: a choice by row and column numbers, which fuses with what is around it.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/structural/triangle.hpp>
#include <numeric>

namespace fenchel {
namespace structural {

inline Var count_from(std::int64_t first, std::int64_t n) {
  Attributes values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), first);
  return integers(values);
}

inline void check_matrix(const Var& x, const char* name) {
  if (x.rank() < 2)
    fail<ShapeError>(std::string(name) + ": a matrix is expected, got shape " +
                     to_string(x.shape()));
}

/// (rows + k, columns) as integers that broadcast to the matrix.
inline std::pair<Var, Var> positions(const Var& x, std::int64_t k) {
  const std::int64_t rows = x.dim(x.rank() - 2), columns = x.dim(x.rank() - 1);
  return {reshape(count_from(k, rows), Shape{rows, 1}), count_from(0, columns)};
}

}  // namespace structural

FENCHEL_BODY Var lower_part(const Var& x, std::int64_t k) {
  structural::check_matrix(x, "tril");
  const auto [row, column] = structural::positions(x, k);
  return where(row >= column, x, zeros_like(x));
}

FENCHEL_BODY Var upper_part(const Var& x, std::int64_t k) {
  structural::check_matrix(x, "triu");
  const auto [row, column] = structural::positions(x, k);
  return where(row <= column, x, zeros_like(x));
}

}  // namespace fenchel
