// SPDX-License-Identifier: Apache-2.0
// Which values are computed together, and in which order. A value's level says how many steps must
// have ended before it can be computed; values of one level, kind and number of elements form one
// step. Linear, deterministic, acyclic by construction.
#pragma once

#include <fenchel/execute/planner/values.hpp>

namespace fenchel::planner {

/// The values of a step, in the order of the program.
struct StepValues {
  std::vector<std::uint32_t> values;
};

/// Assigns level and step of every value that some root needs.
std::vector<StepValues> schedule(Values& values);

}  // namespace fenchel::planner
