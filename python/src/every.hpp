// SPDX-License-Identifier: Apache-2.0
// Things to do now and then.
#pragma once

#include <chrono>

namespace fenchel::python {

/// True at most once in a while, so that what it guards costs nothing.
class Every {
 public:
  explicit Every(std::chrono::milliseconds pause) : pause_(pause), next_(Clock::now()) {}
  bool operator()() {
    const auto now = Clock::now();
    if (now < next_) return false;
    next_ = now + pause_;
    return true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::duration pause_;
  Clock::time_point next_;
};

}  // namespace fenchel::python
