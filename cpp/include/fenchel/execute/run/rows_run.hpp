// SPDX-License-Identifier: Apache-2.0
// Clusters over the same rows, some rows at a time.
#pragma once

#include <fenchel/execute/run/cluster_run.hpp>

namespace fenchel {
namespace detail {

inline void run_step(const Rows& step, const Addresses& at) {
  std::vector<ClusterRun> runs;
  runs.reserve(step.clusters.size());
  char* scratch = at.scratch;
  for (const Cluster& cluster : step.clusters) {
    runs.emplace_back(cluster, at, scratch);
    scratch += cluster.scratch();
  }
  for (std::int64_t first = 0; first < step.rows; first += step.block) {
    const std::int64_t end = std::min(step.rows, first + step.block);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const std::int64_t row = step.clusters[i].n / step.rows;
      runs[i](first * row, end * row);
    }
    for (const auto& local : step.locals)  // the next rows lie where these did
      at.slots[local.slot] -= (end - first) * local.row_bytes;
  }
}

}  // namespace detail
}  // namespace fenchel
