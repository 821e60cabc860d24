// SPDX-License-Identifier: Apache-2.0
// A cluster cut into parts that several threads take.
#pragma once

#include <fenchel/execute/run/cluster_run.hpp>
#include <fenchel/execute/threads/pool.hpp>
#include <fenchel/execute/threads/stop.hpp>
#include <fenchel/program/buffer.hpp>

namespace fenchel {
namespace detail {

/// A cluster whose parts are taken by several threads. Long folds of the parts are appended in
/// their order afterwards, so that no bit depends on who did what.
class SharedCluster {
 public:
  SharedCluster(const Cluster& cluster, const Addresses& at)
      : cluster_(cluster),
        at_(at),
        parts_((cluster.n + cluster.part - 1) / cluster.part),
        fold_bytes_(cluster.folds.size() * rounded(sizeof(FoldState))) {}

  void operator()(int workers) {
    const Memory scratch(static_cast<std::size_t>(workers) * cluster_.scratch());
    const Memory folds(static_cast<std::size_t>(parts_) * fold_bytes_);
    scratch_ = scratch.as<char>();
    folds_ = folds.as<char>();
    share(parts_, workers, *this);
    stop_.rethrow();
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i)
      if (cluster_.folds[i].is_one_row()) close(i);
  }

  /// One part.
  void operator()(std::int64_t part, int worker) {
    stop_.guarded(worker, at_, [&](const Addresses& at) {
      char* const scratch = scratch_ + static_cast<std::size_t>(worker) * cluster_.scratch();
      const std::int64_t first = part * cluster_.part;
      ClusterRun run(cluster_, at, scratch, folds_of(part));
      run(first, std::min(first + cluster_.part, cluster_.n));
    });
  }

 private:
  char* folds_of(std::int64_t part) {
    return folds_ + static_cast<std::size_t>(part) * fold_bytes_;
  }

  void close(std::size_t i) {
    const FoldKernel& kernel = cluster_.folds[i].kernel;
    FoldState& whole = ClusterRun::state_in(folds_of(0), i);
    for (std::int64_t part = 1; part < parts_; ++part)
      kernel.append(whole, ClusterRun::state_in(folds_of(part), i));
    kernel.close(whole);
  }

  const Cluster& cluster_;
  const Addresses& at_;
  const std::int64_t parts_;
  const std::size_t fold_bytes_;
  char *scratch_ = nullptr, *folds_ = nullptr;
  Stop stop_;
};

inline void run_step(const Cluster& cluster, const Addresses& at) {
  const int workers = cluster.part > 0 ? num_threads() : 1;
  if (workers > 1) SharedCluster(cluster, at)(workers);
  else ClusterRun(cluster, at, at.scratch)();
}

}  // namespace detail
}  // namespace fenchel
