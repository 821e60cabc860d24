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
#include <optional>

namespace fenchel {
namespace detail {

inline void run_step(const Whole& whole, const Addresses& at) {
  std::vector<const void*> in;
  for (std::uint32_t slot : whole.in) in.push_back(at.slots[slot]);
  whole.kernel(
      {in, whole.in_shapes, at.slots[whole.out], whole.out_shape, whole.dtype, whole.attributes});
}

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
      states_.push_back(std::visit([this](const auto& s) { return state_of(s); }, step));
    if (plan.steps.size() == 1) keep(plan.steps[0]);
  }

  void run(std::span<const void* const> leaves, std::span<void* const> results) override {
    char** slot = at_.slots;
    for (const void* leaf : leaves) *slot++ = static_cast<char*>(const_cast<void*>(leaf));
    for (void* result : results) *slot++ = static_cast<char*>(result);
    if (numbers_) return run_scalars(*numbers_, at_);
    if (cluster_) return run_cluster();
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
      std::visit([&](const auto& s) { run_one(s, i); }, plan_.steps[i]);
      if (asks_) at_.check_interrupt();
    }
  }

 private:
  /// The only step of a plan has its scratch memory for itself.
  void keep(const Step& step) {
    numbers_ = std::get_if<Scalars>(&step);
    if (numbers_) put_constants(*numbers_, at_);
    const auto* const cluster = std::get_if<Cluster>(&step);
    if (cluster && cluster->part == 0) cluster_ = cluster;
  }

  /// The constants of a cluster are spread over their registers once.
  void run_cluster() {
    if (!kept_) kept_.emplace(*cluster_, at_, at_.scratch), (*kept_)();
    else kept_->again();
  }

  /// What loops and branches keep from run to run; null for other steps.
  template <class S>
  std::unique_ptr<ControlRun> state_of(const S&) const {
    return nullptr;
  }
  std::unique_ptr<ControlRun> state_of(const LoopStep& step) const {
    return std::make_unique<LoopRun>(step, at_);
  }
  std::unique_ptr<ControlRun> state_of(const BranchStep& step) const {
    return std::make_unique<BranchRun>(step, at_);
  }
  std::unique_ptr<ControlRun> state_of(const UnloopStep& step) const {
    LoopRun* const before =
        step.after == no_step ? nullptr : static_cast<LoopRun*>(states_[step.after].get());
    return std::make_unique<UnloopRun>(step, at_, before);
  }

  template <class S>
  void run_one(const S& step, std::size_t i) {
    if constexpr (requires { run_step(step, at_); }) run_step(step, at_);
    else states_[i]->run();
  }

  const Plan& plan_;
  bool asks_;
  std::size_t count_;
  Memory memory_;
  Addresses at_;
  std::vector<std::unique_ptr<ControlRun>> states_;  ///< of the steps
  const Cluster* cluster_ = nullptr;                 ///< the only step, or null
  std::optional<ClusterRun> kept_;
  const Scalars* numbers_ = nullptr;  ///< the only step
};

}  // namespace detail
}  // namespace fenchel
