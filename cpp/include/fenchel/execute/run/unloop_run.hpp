// SPDX-License-Identifier: Apache-2.0
// Runs a loop and goes back through it, with the carries that were kept.
#pragma once

#include <fenchel/execute/run/loop_run.hpp>

namespace fenchel {
namespace detail {

class UnloopRun final : public ControlRun {
 public:
  /// `before` has run the loop already, or is null.
  UnloopRun(const UnloopStep& step, const Addresses& at, LoopRun* before)
      : step_(step),
        at_(at),
        before_(before),
        own_(before ? nullptr : new LoopSteps(step.loop, at, true)),
        forward_(before ? before->steps() : *own_),
        turns_of_(step.before),
        sums_of_(step.sums),
        unwanted_(step.slices),
        nowhere_(unwanted_.size + 1),
        back_(step.back,
              step.loop.carries.size() + step.loop.slices.size() + step.loop.invariants.size() +
                  step.before.size() + step.sums.size() + step.rows.size() + step.taken.size() +
                  step.known.size(),
              bytes_of(step.before, step.sums, step.slices), at),
        work_(step.back.plan->work() + 1) {
    auto fixed = fixed_after(step.loop.carries.size() + step.loop.slices.size(),
                             step.loop.invariants.size());
    fixed.resize(fixed.size() + carried_count() + step.rows.size(), 0);
    fixed.resize(fixed.size() + step.taken.size(), 1);
    fixed.resize(fixed.size() + step.known.size(), 0);
    words_ = WordBody(step.back, std::move(fixed), back_.results.size());
    carried_ = std::make_unique<Memory>(2 * turns_of_.size + sums_of_.size + 1);
  }

  void run() override {
    const std::int64_t steps = before_ ? before_->count() : forward_();
    bind();
    begin();
    if (words_.usable()) words_.begin(back_.leaves);
    int turn = 0;
    for (std::int64_t t = steps; t-- > 0; turn = 1 - turn) step(t, turn);
    end(turn);
  }

 private:
  std::size_t carried_count() const { return turns_of_.at.size() + sums_of_.at.size(); }
  /// Cotangents take turns. A sum stays where it is: all that reads it is the addition to it.
  char* carried(int turn, std::size_t k) {
    char* const base = carried_->as<char>();
    const std::size_t n = turns_of_.at.size();
    if (k >= n) return base + 2 * turns_of_.size + sums_of_.at[k - n];
    return base + static_cast<std::size_t>(turn) * turns_of_.size + turns_of_.at[k];
  }

  /// What does not change from step to step.
  void bind() {
    back_.bind();
    std::size_t leaf = step_.loop.carries.size() + step_.loop.slices.size();
    for (std::uint32_t slot : step_.loop.invariants) back_.leaves[leaf++] = at_.slots[slot];
    leaf += carried_count() + step_.rows.size();
    for (std::uint32_t slot : step_.taken) back_.leaves[leaf++] = at_.slots[slot];
  }

  void begin() {
    const std::size_t n = step_.before.size();
    for (std::size_t k = 0; k < n; ++k)
      std::memcpy(carried(0, k), at_.slots[step_.cotangents[k].slot], step_.cotangents[k].bytes);
    for (std::size_t i = 0; i < step_.sums.size(); ++i)
      std::memset(carried(0, n + i), 0, step_.sums[i].bytes);
  }

  void step(std::int64_t t, int turn) {
    const auto row = static_cast<std::size_t>(t);
    std::size_t leaf = 0;
    for (std::size_t k = 0; k < step_.loop.carries.size(); ++k)
      back_.leaves[leaf++] = forward_.carry(t, k);
    for (const Piece& slice : step_.loop.slices)
      back_.leaves[leaf++] = at_.slots[slice.slot] + row * slice.bytes;
    leaf += step_.loop.invariants.size();
    for (std::size_t k = 0; k < carried_count(); ++k) {
      back_.leaves[leaf++] = carried(turn, k);
      back_.results[k] = carried(1 - turn, k);
    }
    for (const Piece& ct : step_.rows) back_.leaves[leaf++] = at_.slots[ct.slot] + row * ct.bytes;
    leaf += step_.taken.size();
    for (std::uint32_t k : step_.known) back_.leaves[leaf++] = forward_.carry(t + 1, k);
    for (std::size_t i = 0; i < step_.slices.size(); ++i) {
      const Piece& out = step_.slices[i];
      back_.results[carried_count() + i] = out.slot == no_slot
                                               ? nowhere_.as<char>() + unwanted_.at[i]
                                               : at_.slots[out.slot] + row * out.bytes;
    }
    if (words_.usable()) run_words();
    else back_.run();
    at_.worked(work_);
  }

  void run_words() {
    words_.load_changing(back_.leaves);
    words_.run();
    for (std::size_t k = 0; k < back_.results.size(); ++k) words_.store(k, back_.results[k]);
  }

  void end(int turn) {
    std::size_t k = 0;
    for (const auto* list : {&step_.before, &step_.sums})
      for (const Piece& out : *list) {
        if (out.slot != no_slot) std::memcpy(at_.slots[out.slot], carried(turn, k), out.bytes);
        ++k;
      }
  }

  const UnloopStep& step_;
  const Addresses& at_;
  LoopRun* before_;
  std::unique_ptr<LoopSteps> own_;
  LoopSteps& forward_;
  Offsets turns_of_, sums_of_, unwanted_;
  Memory nowhere_;
  Body back_;
  WordBody words_;  ///< the same as words, if it is usable
  std::int64_t work_;
  std::unique_ptr<Memory> carried_;  ///< of cotangents twice, then the sums
};

}  // namespace detail
}  // namespace fenchel
