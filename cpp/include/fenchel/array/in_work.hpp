// SPDX-License-Identifier: Apache-2.0
// Values that are being computed while the host's lock is free: marked, so that no other thread
// computes them too, and awaited by those who want them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <fenchel/array/host.hpp>
#include <fenchel/program/var.hpp>
#include <mutex>

namespace fenchel::detail {

struct Evaluations {
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t ended = 0;  ///< counted while somebody waits
  int waiting = 0;          ///< touched under the host's lock
};
inline Evaluations& evaluations() {
  static auto* all = new Evaluations;  // never destroyed: threads may wait while the process ends
  return *all;
}

/// Evaluations going on in this thread: more than one if a check for interrupts evaluates.
inline int& evaluating_here() {
  static thread_local int count = 0;
  return count;
}

/// Nodes whose values this thread computes; the leaves they are computed from are kept.
class InWork {
 public:
  InWork(std::span<Node* const> nodes, std::span<Node* const> leaves)
      : nodes_(nodes), leaves_(leaves) {
    for (Node* leaf : leaves_) retain(leaf);
    for (Node* node : nodes_) node->flags |= Node::in_work;
    ++evaluating_here();
  }
  ~InWork() {
    --evaluating_here();
    for (Node* node : nodes_) node->flags &= static_cast<std::uint8_t>(~Node::in_work);
    for (Node* leaf : leaves_) release(leaf);
    if (evaluations().waiting > 0) tell();
  }
  InWork(const InWork&) = delete;
  InWork& operator=(const InWork&) = delete;

 private:
  static void tell() {
    {
      const std::lock_guard lock(evaluations().mutex);
      ++evaluations().ended;
    }
    evaluations().changed.notify_all();
  }

  std::span<Node* const> nodes_, leaves_;
};

/// Whether another thread computes a value that this one needs, and may be waited for.
inline bool must_wait(std::span<Node* const> needed) {
  if (evaluating_here() > 0) return false;
  for (const Node* node : needed)
    if (node->is(Node::in_work)) return true;
  return false;
}

/// Until some evaluation has ended. Called under the host's lock, so that none ends unnoticed
/// between the look at the marks and this.
inline void wait_for_another() {
  Evaluations& all = evaluations();
  const std::uint64_t seen = (std::lock_guard(all.mutex), all.ended);
  struct Waiting {
    int& count;
    explicit Waiting(int& c) : count(c) { ++count; }
    ~Waiting() { --count; }
  } const here(all.waiting);  // leaves after the lock is taken again
  const Away away(true);
  std::unique_lock lock(all.mutex);
  while (all.ended == seen) {
    all.changed.wait_for(lock, std::chrono::milliseconds(20));
    if (!host().check) continue;
    lock.unlock();
    host().check();
    lock.lock();
  }
}

}  // namespace fenchel::detail
