// SPDX-License-Identifier: Apache-2.0
// The one interface of executors: a written-down program in, something that runs out. The block
// interpreter is the first; a generating executor may follow behind the same interface.
#pragma once

#include <fenchel/program/records.hpp>
#include <memory>
#include <span>

namespace fenchel {

/// Memory of one run, all contiguous: `leaves` in the order of the records that are leaves,
/// `results` in the order of the roots. Results must not overlap anything.
struct Bindings {
  std::span<const void* const> leaves;
  std::span<void* const> results;
  void (*check_interrupt)() = nullptr;  ///< called every few milliseconds; may throw
};

/// Where a result comes from. Only computed ones are written by `run`; the others are values that
/// somebody has already, so that the caller may share memory instead of copying it.
struct Origin {
  enum Kind : std::uint8_t { computed, leaf, result } kind;
  std::uint32_t index;  ///< of the leaf, or of the earlier result
};

struct Scalars;

/// A plan with memory of its own, to be run many times, one after another, without allocation.
class Frame {
 public:
  virtual ~Frame() = default;
  virtual void run(std::span<const void* const> leaves, std::span<void* const> results) = 0;
};

/// A plan that is ready to run. Immutable and reentrant.
class Executable {
 public:
  virtual ~Executable() = default;
  virtual void run(const Bindings& bindings) const = 0;
  virtual std::unique_ptr<Frame> frame(void (*check_interrupt)()) const = 0;
  /// The plan, if it is one step of single numbers, else null.
  virtual const Scalars* numbers() const { return nullptr; }
  std::span<const Origin> origins() const { return origins_; }
  /// About how many operations a run takes.
  std::int64_t work() const { return work_; }

 protected:
  std::int64_t work_ = 0;
  std::vector<Origin> origins_;
};

/// Plans a program for the block interpreter.
std::shared_ptr<const Executable> make_executable(const Records& records);

}  // namespace fenchel
