// SPDX-License-Identifier: Apache-2.0
// Runs the steps of a loop. The carries of a step lie in one piece of memory: two of them take
// turns, or, for a reverse sweep, one for every step is kept.
#pragma once

#include <fenchel/execute/run/word_body.hpp>

namespace fenchel {
namespace detail {

/// Where the carries before step t lie. What is kept is decided here: all of them, or the last two.
class CarryStore {
 public:
  CarryStore(std::size_t bytes, bool keeps_all) : bytes_(bytes), keeps_all_(keeps_all) {}

  char* at(std::int64_t t) { return memory_->as<char>() + place(t) * bytes_; }
  /// Makes room for the carries before steps 0 .. t.
  void reserve(std::int64_t t) {
    const std::size_t wanted = keeps_all_ ? static_cast<std::size_t>(t) + 1 : 2;
    if (wanted <= room_) return;
    const std::size_t room = std::max(wanted, 2 * room_);
    auto larger = std::make_unique<Memory>(room * bytes_ + 1);
    if (memory_) std::memcpy(larger->as<char>(), memory_->as<char>(), room_ * bytes_);
    memory_ = std::move(larger);
    room_ = room;
  }

 private:
  std::size_t place(std::int64_t t) const {
    return static_cast<std::size_t>(keeps_all_ ? t : t & 1);
  }
  std::size_t bytes_;
  bool keeps_all_;
  std::size_t room_ = 0;
  std::unique_ptr<Memory> memory_;
};

/// The steps forward.
class LoopSteps {
 public:
  LoopSteps(const LoopStep& step, const Addresses& at, bool keeps_all)
      : step_(step),
        at_(at),
        offsets_(step.carries),
        carries_(offsets_.size, keeps_all),
        unwanted_(step.rows),
        nowhere_(unwanted_.size + 1),
        body_(step.body, step.carries.size() + step.slices.size() + step.invariants.size(),
              bytes_of(step.carries, step.rows), at),
        work_(step.body.plan->work() + 1) {
    const std::size_t n = step.carries.size();
    words_ = WordBody(step.body, fixed_after(n + step.slices.size(), step.invariants.size()),
                      n + step.rows.size());
    if (step.condition.plan) {
      condition_ = Body(step.condition, n + step.tested.size(), {1}, at);
      tested_ = WordBody(step.condition, fixed_after(n, step.tested.size()), 1);
    }
    by_words_ = words_.usable() && (!step.condition.plan || tested_.usable());
  }

  /// Runs them; how many there were.
  std::int64_t operator()() {
    bind();
    const std::int64_t known = steps();
    carries_.reserve(std::max<std::int64_t>(known, 1));
    for (std::size_t k = 0; k < offsets_.at.size(); ++k)
      std::memcpy(carry(0, k), at_.slots[step_.carries[k].slot], step_.carries[k].bytes);
    if (by_words_) begin_words();
    std::int64_t t = 0;
    for (; known < 0 ? goes_on(t) : t < known; ++t) step(t);
    return t;
  }
  char* carry(std::int64_t t, std::size_t k) { return carries_.at(t) + offsets_.at[k]; }

 private:
  std::int64_t steps() const {
    if (step_.count == no_slot) return step_.steps;
    return std::max<std::int64_t>(0,
                                  *reinterpret_cast<const std::int64_t*>(at_.slots[step_.count]));
  }

  void bind() {
    body_.bind();
    std::size_t leaf = step_.carries.size() + step_.slices.size();
    for (std::uint32_t slot : step_.invariants) body_.leaves[leaf++] = at_.slots[slot];
    if (!step_.condition.plan) return;
    condition_.bind();
    condition_.results[0] = &holds_;
    leaf = step_.carries.size();
    for (std::uint32_t slot : step_.tested) condition_.leaves[leaf++] = at_.slots[slot];
  }

  void begin_words() {
    words_.begin(body_.leaves);
    if (step_.condition.plan) tested_.begin(condition_.leaves);
  }

  bool goes_on(std::int64_t t) {
    if (by_words_) {
      for (std::size_t k = 0; k < offsets_.at.size(); ++k) tested_.load(k, carry(t, k));
      tested_.run();
      tested_.store(0, &holds_);
      return holds_ != 0;
    }
    for (std::size_t k = 0; k < offsets_.at.size(); ++k) condition_.leaves[k] = carry(t, k);
    condition_.run();
    return holds_ != 0;
  }

  void step(std::int64_t t) {
    carries_.reserve(t + 1);
    if (by_words_) word_step(t);
    else array_step(t);
    at_.worked(work_);
  }

  void word_step(std::int64_t t) {
    const std::size_t n = offsets_.at.size();
    const auto row = static_cast<std::size_t>(t);
    const char* const before = carries_.at(t);
    for (std::size_t k = 0; k < n; ++k) words_.load(k, before + offsets_.at[k]);
    for (std::size_t i = 0; i < step_.slices.size(); ++i)
      words_.load(n + i, at_.slots[step_.slices[i].slot] + row * step_.slices[i].bytes);
    words_.run();
    char* const after = carries_.at(t + 1);
    for (std::size_t k = 0; k < n; ++k) words_.store(k, after + offsets_.at[k]);
    for (std::size_t j = 0; j < step_.rows.size(); ++j)
      if (step_.rows[j].slot != no_slot)
        words_.store(n + j, at_.slots[step_.rows[j].slot] + row * step_.rows[j].bytes);
  }

  void array_step(std::int64_t t) {
    const std::size_t n = offsets_.at.size();
    for (std::size_t k = 0; k < n; ++k) {
      body_.leaves[k] = carry(t, k);
      body_.results[k] = carry(t + 1, k);
    }
    const auto row = static_cast<std::size_t>(t);
    for (std::size_t i = 0; i < step_.slices.size(); ++i)
      body_.leaves[n + i] = at_.slots[step_.slices[i].slot] + row * step_.slices[i].bytes;
    for (std::size_t j = 0; j < step_.rows.size(); ++j) {
      const Piece& out = step_.rows[j];
      body_.results[n + j] = out.slot == no_slot ? nowhere_.as<char>() + unwanted_.at[j]
                                                 : at_.slots[out.slot] + row * out.bytes;
    }
    body_.run();
  }

  const LoopStep& step_;
  const Addresses& at_;
  Offsets offsets_;
  CarryStore carries_;
  Offsets unwanted_;
  Memory nowhere_;
  Body body_, condition_;
  WordBody words_, tested_;  ///< the same as words,
  bool by_words_ = false;    ///< if they are usable
  std::int64_t work_;
  unsigned char holds_ = 0;
};

class LoopRun final : public ControlRun {
 public:
  LoopRun(const LoopStep& step, const Addresses& at)
      : step_(step), at_(at), steps_(step, at, step.kept) {}

  void run() override {
    const std::int64_t t = count_ = steps_();
    for (std::size_t k = 0; k < step_.last.size(); ++k) {
      const Piece& out = step_.last[k];
      if (out.slot != no_slot) std::memcpy(at_.slots[out.slot], steps_.carry(t, k), out.bytes);
    }
  }
  /// Of the last run.
  std::int64_t count() const { return count_; }
  LoopSteps& steps() { return steps_; }

 private:
  const LoopStep& step_;
  const Addresses& at_;
  LoopSteps steps_;
  std::int64_t count_ = 0;
};

}  // namespace detail
}  // namespace fenchel
