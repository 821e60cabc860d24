// SPDX-License-Identifier: Apache-2.0
// Shared work that may be told to stop: an exception of one part leaves through the caller.
#pragma once

#include <atomic>
#include <exception>
#include <fenchel/execute/float_environment.hpp>
#include <fenchel/execute/run/addresses.hpp>

namespace fenchel {
namespace detail {

class Stop {
 public:
  /// Runs a part with addresses of its own, unless one has failed. Only the calling thread, worker
  /// 0, asks whether to stop.
  template <class Part>
  void guarded(int worker, Addresses at, Part&& part) {
    if (stopped_.load(std::memory_order_relaxed)) return;
    const IeeeArithmetic arithmetic;
    if (worker > 0) at.check_interrupt = nullptr;
    try {
      part(at);
      if (at.check_interrupt) at.check_interrupt();
    } catch (...) {
      if (!stopped_.exchange(true)) error_ = std::current_exception();
    }
  }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::atomic<bool> stopped_{false};
  std::exception_ptr error_;
};

}  // namespace detail
}  // namespace fenchel
