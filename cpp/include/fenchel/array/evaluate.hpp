// SPDX-License-Identifier: Apache-2.0
// Asking for values: writes the graph down, finds or makes its plan, runs it.
#pragma once

#include <fenchel/array/host.hpp>
#include <fenchel/execute/plan_cache.hpp>
#include <fenchel/execute/report.hpp>
#include <fenchel/program/program.hpp>
#include <memory>

namespace fenchel {

/// Gives every variable its value, and with it every pending ancestor that a user still holds.
/// Raises TracedValueError if one depends on a placeholder.
void evaluate(std::span<const Var> wanted);

/// The address of the value, evaluated first if need be; rank-0 values lie in the node.
const void* data_of(const Var& x);
/// The single number of an array of size 1.
double item(const Var& x);

/// What the plan of a traced program does.
PlanReport report(const Program& program);

/// A traced program with its plan: what jit keeps. Reentrant.
class Compiled {
 public:
  explicit Compiled(Program program);
  ~Compiled();
  const Program& program() const { return program_; }
  /// Values of the results; the arguments have the shapes and types of the parameters.
  Vars operator()(std::span<const Var> arguments) const;
  /// The same into given memory: `arguments[i]` and `results[i]` are contiguous arrays.
  void run(std::span<const void* const> arguments, std::span<void* const> results) const;

 private:
  struct Body;
  Program program_;
  std::unique_ptr<Body> body_;
};

}  // namespace fenchel
