// SPDX-License-Identifier: Apache-2.0
// Where a cluster may be cut so that threads share it: a function of sizes alone, hence results
// are.
#pragma once

#include <fenchel/execute/plan.hpp>
#include <numeric>

namespace fenchel::planner {

/// Below so many elements times actions a second thread costs more than it brings.
inline constexpr std::int64_t least_shared_work = 1 << 18;

/// Elements of a part: whole groups of every fold over rows, and whole parts of a fold into one
/// number. 0 where there is no such cut, or too little to do.
inline std::int64_t part_of(const Cluster& cluster) {
  if (cluster.n * static_cast<std::int64_t>(cluster.actions.size()) < least_shared_work) return 0;
  std::int64_t rows = 1;
  bool one_row = false;
  for (const auto& fold : cluster.folds) {
    one_row = one_row || fold.is_one_row();
    if (fold.is_one_row()) continue;
    const std::int64_t group = fold.k * fold.inner;
    if (group > cluster.n / 2) return 0;
    rows = std::lcm(rows, group);
    if (rows > cluster.n / 2) return 0;
  }
  if (one_row) return fold_part % rows == 0 && cluster.n > fold_part ? fold_part : 0;
  const std::int64_t part = (fold_part + rows - 1) / rows * rows;
  return part < cluster.n ? part : 0;
}

/// Whether threads may take rows: nothing is summed over all of them, and there is enough to do.
inline bool may_share(const Rows& step) {
  std::int64_t work = 0;
  for (const auto& part : step.parts) {
    if (const auto* product = std::get_if<RowProduct>(&part)) {
      if (product->adds) return false;
      work += product->product.call.m * product->product.call.k;
      continue;
    }
    const Cluster& cluster = std::get<Cluster>(part);
    work += cluster.n * static_cast<std::int64_t>(cluster.actions.size());
    for (const auto& fold : cluster.folds)
      if (fold.outputs % step.rows != 0) return false;
  }
  return work >= least_shared_work && step.block < step.rows;
}

}  // namespace fenchel::planner
