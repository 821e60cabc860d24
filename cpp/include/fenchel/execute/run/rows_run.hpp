// SPDX-License-Identifier: Apache-2.0
// Steps over the same rows, some rows at a time; several threads take rows where no sum goes over
// all of them.
#pragma once

#include <fenchel/execute/run/shared_cluster.hpp>

namespace fenchel {
namespace detail {

/// Rows first .. end of a product, or their terms.
inline void run_rows(const RowProduct& step, const Addresses& at, std::int64_t first,
                     std::int64_t end) {
  const Product& product = step.product;
  MatmulCall call = product.call;
  (step.adds ? call.terms : call.rows) = {first, end};
  call.a = at.of(product.a, product.item);
  call.b = at.of(product.b, product.item);
  call.c = at.slots[product.out];
  product.kernel(call);
}

inline std::size_t scratch_in(const Rows& step) {
  std::size_t sum = 0;
  for (const auto& part : step.parts)
    if (const auto* cluster = std::get_if<Cluster>(&part)) sum += cluster->scratch();
  return sum;
}

/// All parts of a step over rows, for some rows after others.
class RowsRun {
 public:
  RowsRun(const Rows& step, const Addresses& at) : step_(step), at_(at) {
    char* scratch = at.scratch;
    clusters_.reserve(step.parts.size());
    for (const auto& part : step.parts) {
      const auto* cluster = std::get_if<Cluster>(&part);
      if (!cluster) continue;
      clusters_.emplace_back(*cluster, at, scratch);
      scratch += cluster->scratch();
    }
  }

  void operator()() {
    for (std::int64_t first = 0; first < step_.rows; first += step_.block) {
      const std::int64_t end = std::min(step_.rows, first + step_.block);
      rows(first, end);
      move_locals(first - end);  // the next rows lie where these did
    }
  }

  void rows(std::int64_t first, std::int64_t end) {
    auto next = clusters_.begin();
    for (const auto& part : step_.parts) {
      if (const auto* cluster = std::get_if<Cluster>(&part)) {
        const std::int64_t width = cluster->n / step_.rows;
        (*next++)(first* width, end* width);
      } else {
        run_rows(std::get<RowProduct>(part), at_, first, end);
      }
    }
  }

  void move_locals(std::int64_t count) {
    for (const auto& local : step_.locals) at_.slots[local.slot] += count * local.row_bytes;
  }

 private:
  const Rows& step_;
  const Addresses& at_;
  std::vector<ClusterRun> clusters_;
};

/// Blocks of rows that several threads take, each with memory of its own for what stays in cache.
class SharedRows {
 public:
  SharedRows(const Rows& step, const Addresses& at)
      : step_(step), at_(at), blocks_((step.rows + step.block - 1) / step.block) {
    for (const auto& local : step.locals) local_bytes_ += bytes_of(local);
    each_ = rounded(at.count * sizeof(char*)) + local_bytes_ + scratch_in(step);
  }

  void operator()(int workers) {
    const Memory memory(static_cast<std::size_t>(workers) * each_);
    memory_ = memory.as<char>();
    share(blocks_, workers, *this);
    stop_.rethrow();
  }

  void operator()(std::int64_t block, int worker) {
    stop_.guarded(worker, at_, [&](Addresses at) {
      char* const mine = memory_ + static_cast<std::size_t>(worker) * each_;
      at.slots = reinterpret_cast<char**>(mine);
      std::copy(at_.slots, at_.slots + at.count, at.slots);
      char* next = mine + rounded(at.count * sizeof(char*));
      for (const auto& local : step_.locals) {
        at.slots[local.slot] = next;
        next += bytes_of(local);
      }
      at.scratch = next;
      const std::int64_t first = block * step_.block;
      RowsRun run(step_, at);
      run.move_locals(-first);
      run.rows(first, std::min(step_.rows, first + step_.block));
    });
  }

 private:
  std::size_t bytes_of(const Rows::Local& local) const {
    return rounded(static_cast<std::size_t>(local.row_bytes * step_.block));
  }

  const Rows& step_;
  const Addresses& at_;
  const std::int64_t blocks_;
  std::size_t local_bytes_ = 0, each_ = 0;
  char* memory_ = nullptr;
  Stop stop_;
};

inline void run_step(const Rows& step, const Addresses& at) {
  const int workers = step.shared ? num_threads() : 1;
  if (workers > 1) SharedRows(step, at)(workers);
  else RowsRun(step, at)();
}

}  // namespace detail
}  // namespace fenchel
