// SPDX-License-Identifier: Apache-2.0
// Bodies of pool.hpp.
#pragma once

#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <fenchel/base/config.hpp>
#include <fenchel/base/error.hpp>
#include <fenchel/execute/threads/pool.hpp>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>

namespace fenchel {
namespace detail {

/// One call of `share`. Whoever works on it is counted in `inside`; the caller waits for those
/// only.
struct Share {
  std::int64_t items;
  ShareTask task;
  void* context;
  std::atomic<std::int64_t> next{0};
  int inside = 0;  ///< guarded by the pool's mutex

  void work(int worker) {
    for (std::int64_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < items;)
      task(context, i, worker);
  }
};

inline bool& sharing() {
  static thread_local bool active = false;
  return active;
}

class ThreadPool {
 public:
  /// Does the work of `call` with up to `workers` threads; false if the pool helps somebody else.
  bool help(Share& call, int workers) {
    {
      std::unique_lock lock(mutex_, std::try_to_lock);
      if (!lock || call_) return false;
      start(workers - 1);
      call_ = &call;
      wanted_ = workers - 1;
      joined_ = 0;
    }
    wake_.notify_all();
    call.work(0);
    std::unique_lock lock(mutex_);
    call_ = nullptr;  // nobody enters any more
    done_.wait(lock, [&] { return call.inside == 0; });
    return true;
  }

 private:
  void start(int helpers) {
    try {
      for (; started_ < helpers; ++started_) std::thread([this] { serve(); }).detach();
    } catch (const std::system_error&) {  // the caller works with those there are
    }
  }

  void serve() {
    sharing() = true;  // what a task calls shares nothing
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return call_ && joined_ < wanted_; });
      Share& call = *call_;
      const int worker = ++joined_;
      ++call.inside;
      lock.unlock();
      call.work(worker);
      lock.lock();
      if (--call.inside == 0) done_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  Share* call_ = nullptr;
  int started_ = 0, wanted_ = 0, joined_ = 0;
};

/// Never destroyed, because its threads outlive the statics of the process.
inline std::atomic<ThreadPool*>& pool_of_process() {
  static std::atomic<ThreadPool*> pool{new ThreadPool};
  return pool;
}

/// The threads of the parent do not exist in a child; whatever state they left is abandoned.
inline void renew_pool_after_fork() {
  static const int registered =
      pthread_atfork(nullptr, nullptr, [] { pool_of_process() = new ThreadPool; });
  (void)registered;
}

inline int processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return CPU_COUNT(&set);
}

inline int threads_at_start() {
  const char* text = std::getenv("FENCHEL_NUM_THREADS");
  if (!text || !*text) return processors();
  char* end = nullptr;
  const long count = std::strtol(text, &end, 10);
  if (*end || count < 1 || count > 1024)
    fail<ShapeError>("FENCHEL_NUM_THREADS is '" + std::string(text) +
                     "', not a number from 1 to 1024");
  return static_cast<int>(count);
}

inline std::atomic<int>& threads_wanted() {
  static std::atomic<int> count{threads_at_start()};
  return count;
}

}  // namespace detail

FENCHEL_BODY int num_threads() { return detail::threads_wanted().load(std::memory_order_relaxed); }

FENCHEL_BODY void set_num_threads(int count) {
  if (count < 1 || count > 1024)
    fail<ShapeError>("set_num_threads: " + std::to_string(count) + " is not from 1 to 1024");
  detail::threads_wanted() = count;
}

FENCHEL_BODY void share(std::int64_t items, int workers, ShareTask task, void* context) {
  if (workers > items) workers = static_cast<int>(items);
  detail::Share call{items, task, context};
  if (workers <= 1 || detail::sharing()) return call.work(0);
  detail::renew_pool_after_fork();
  detail::sharing() = true;
  if (!detail::pool_of_process().load()->help(call, workers)) call.work(0);
  detail::sharing() = false;
}

}  // namespace fenchel
