// SPDX-License-Identifier: Apache-2.0
// A plan with its memory: what a run of the plan is, and what a loop runs at every step.
#pragma once

#include <fenchel/execute/run/branch_run.hpp>
#include <fenchel/execute/run/loop_run.hpp>
#include <fenchel/execute/run/product_run.hpp>
#include <fenchel/execute/run/rows_run.hpp>
#include <fenchel/execute/run/scalars_run.hpp>
#include <fenchel/execute/run/shared_cluster.hpp>
#include <fenchel/execute/run/unloop_run.hpp>
#include <fenchel/program/buffer.hpp>

namespace fenchel {
namespace detail {

inline void run_step(const Whole& whole, const Addresses& at) {
  std::vector<const void*> in;
  for (std::uint32_t slot : whole.in) in.push_back(at.slots[slot]);
  whole.kernel(
      {in, whole.in_shapes, at.slots[whole.out], whole.out_shape, whole.dtype, whole.attributes});
}

/// The state that a step keeps from run to run: that of loops and branches.
template <class S>
struct StateOf;
template <>
struct StateOf<LoopStep> {
  using type = LoopRun;
};
template <>
struct StateOf<UnloopStep> {
  using type = UnloopRun;
};
template <>
struct StateOf<BranchStep> {
  using type = BranchRun;
};

/// Who asks for interrupts between steps. In a loop it is the loop, after many of them.
enum class Asks : bool { every_few_elements, after_every_step };

class PlanFrame final : public Frame {
 public:
  PlanFrame(const Plan& plan, void (*check_interrupt)(), Asks asks)
      : plan_(plan),
        asks_(asks == Asks::after_every_step && check_interrupt && plan.steps.size() > 1),
        count_(plan.leaves + plan.results + plan.arena.size()),
        memory_(rounded(count_ * sizeof(char*)) + plan.arena_bytes + plan.scratch_bytes) {
    char* const arena = memory_.as<char>() + rounded(count_ * sizeof(char*));
    at_ = {memory_.as<char*>(), count_, arena + plan.arena_bytes, check_interrupt};
    char** slot = at_.slots + plan.leaves + plan.results;
    for (std::size_t offset : plan.arena) *slot++ = arena + offset;
    for (const Step& step : plan.steps)
      std::visit([this](const auto& s) { add_state(s); }, step);
  }

  void run(std::span<const void* const> leaves, std::span<void* const> results) override {
    char** slot = at_.slots;
    for (const void* leaf : leaves) *slot++ = static_cast<char*>(const_cast<void*>(leaf));
    for (void* result : results) *slot++ = static_cast<char*>(result);
    std::size_t state = 0;
    for (const Step& step : plan_.steps) {
      std::visit([&](const auto& s) { run_one(s, state); }, step);
      if (asks_) at_.check_interrupt();
    }
  }

 private:
  template <class S>
  void add_state(const S& step) {
    if constexpr (requires { typename StateOf<S>::type; })
      states_.push_back(std::make_unique<typename StateOf<S>::type>(step, at_));
  }
  template <class S>
  void run_one(const S& step, std::size_t& state) {
    if constexpr (requires { typename StateOf<S>::type; }) states_[state++]->run();
    else run_step(step, at_);
  }

  const Plan& plan_;
  bool asks_;
  std::size_t count_;
  Memory memory_;
  Addresses at_;
  std::vector<std::unique_ptr<ControlRun>> states_;
};

}  // namespace detail
}  // namespace fenchel
