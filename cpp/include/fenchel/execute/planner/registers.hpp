// SPDX-License-Identifier: Apache-2.0
// Registers by number; a free one is used before a new one.
#pragma once

#include <cstdint>
#include <vector>

namespace fenchel::planner {

class Registers {
 public:
  std::uint32_t take() {
    if (free_.empty()) return count_++;
    const std::uint32_t r = free_.back();
    free_.pop_back();
    return r;
  }
  void give_back(std::uint32_t r) { free_.push_back(r); }
  std::uint32_t count() const { return count_; }

 private:
  std::vector<std::uint32_t> free_;
  std::uint32_t count_ = 0;
};

}  // namespace fenchel::planner
