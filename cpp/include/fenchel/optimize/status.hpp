// SPDX-License-Identifier: Apache-2.0
// How a run can end. Every outcome has one sentence, which says what to do about it.
#pragma once

#include <cstddef>
#include <iterator>

namespace fenchel {

/// `running` is what a step returns that may go on; a finished run has one of the others.
enum class Status : int {
  converged,
  iteration_limit,
  stopped,
  interrupted,
  no_progress,
  unbounded,
  not_finite,
  running
};

namespace detail {
struct Outcome {
  const char* name;
  const char* sentence;
};
inline constexpr Outcome outcomes[] = {
    {"converged", "No component of the gradient is larger than tol."},
    {"iteration_limit",
     "The limit of iterations was reached before the gradient fell to tol; raise max_iter, or "
     "tol."},
    {"stopped", "The callback ended the run."},
    {"interrupted", "The run was interrupted; x is the best point it saw."},
    {"no_progress",
     "No lower value was found along a descent direction: the function has a kink here, its "
     "gradient is wrong, or rounding hides what is left to gain; in that case raise tol."},
    {"unbounded",
     "The function falls without end along a line, so it has no minimum; a term that bounds it, "
     "such as a penalty on the parameters, may be missing."},
    {"not_finite",
     "The value or the gradient became infinite or NaN; a smaller learning_rate may avoid it."},
    {"running", "The run goes on."},
};
static_assert(std::size(outcomes) == static_cast<std::size_t>(Status::running) + 1);
}  // namespace detail

inline constexpr const char* name(Status status) {
  return detail::outcomes[static_cast<int>(status)].name;
}
inline constexpr const char* message(Status status) {
  return detail::outcomes[static_cast<int>(status)].sentence;
}

}  // namespace fenchel
