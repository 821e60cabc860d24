// SPDX-License-Identifier: Apache-2.0
// Runs the branch that a number chooses.
#pragma once

#include <algorithm>
#include <fenchel/execute/run/control_run.hpp>

namespace fenchel {
namespace detail {

class BranchRun final : public ControlRun {
 public:
  BranchRun(const BranchStep& step, const Addresses& at)
      : step_(step), at_(at), bodies_(step.branches.size()), unwanted_(step.results) {}

  void run() override {
    const std::int64_t index = *reinterpret_cast<const std::int64_t*>(at_.slots[step_.index]);
    const auto last = static_cast<std::int64_t>(bodies_.size()) - 1;
    Body& body = body_of(static_cast<std::size_t>(std::clamp<std::int64_t>(index, 0, last)));
    body.bind();
    for (std::size_t i = 0; i < step_.operands.size(); ++i)
      body.leaves[i] = at_.slots[step_.operands[i]];
    for (std::size_t k = 0; k < step_.results.size(); ++k) {
      const std::uint32_t slot = step_.results[k].slot;
      body.results[k] = slot == no_slot ? room() + unwanted_.at[k] : at_.slots[slot];
    }
    body.run();
  }

 private:
  /// Made when it is first chosen.
  Body& body_of(std::size_t index) {
    auto& body = bodies_[index];
    if (!body)
      body = std::make_unique<Body>(step_.branches[index], step_.operands.size(),
                                    bytes_of(step_.results, {}), at_);
    return *body;
  }
  char* room() {
    if (!room_) room_ = std::make_unique<Memory>(unwanted_.size);
    return room_->as<char>();
  }

  const BranchStep& step_;
  const Addresses& at_;
  std::vector<std::unique_ptr<Body>> bodies_;
  Offsets unwanted_;
  std::unique_ptr<Memory> room_;
};

}  // namespace detail
}  // namespace fenchel
