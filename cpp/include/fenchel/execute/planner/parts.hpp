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

}  // namespace fenchel::planner
