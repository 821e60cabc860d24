// SPDX-License-Identifier: Apache-2.0
// What a program that embeds the runtime may say about long runs: when to stop, and that its other
// threads may go on meanwhile. Graphs and values are touched under the host's lock only (Python's
// global lock); runs of plans are not.
#pragma once

namespace fenchel {

struct Host {
  void (*check)() = nullptr;   ///< polled at least every 50 ms, under the lock or not; may throw
  void* (*leave)() = nullptr;  ///< lets go of the lock
  void (*enter)(void* left) = nullptr;  ///< takes it again
};

/// The host's answers; none by default.
Host& host();

namespace detail {

/// Without the host's lock while it lives, if the work is worth it.
class Away {
 public:
  explicit Away(bool worth) : left_(worth && host().leave ? host().leave() : nullptr) {}
  ~Away() {
    if (left_) host().enter(left_);
  }
  Away(const Away&) = delete;
  Away& operator=(const Away&) = delete;

 private:
  void* const left_;
};

}  // namespace detail
}  // namespace fenchel
