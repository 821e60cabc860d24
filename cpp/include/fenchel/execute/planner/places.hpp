// SPDX-License-Identifier: Apache-2.0
// Where values are while a step is built.
#pragma once

#include <fenchel/execute/planner/fusion.hpp>
#include <fenchel/execute/planner/slots.hpp>

namespace fenchel::planner {

/// What all steps of a plan share: where in the current step a value is, and when it is last read.
struct Places {
  explicit Places(std::size_t values) : step(values, none), operand(values), last(values) {}
  std::vector<std::uint32_t> step;  ///< for which step the entries below hold
  std::vector<std::uint32_t> operand;
  std::vector<std::uint32_t> last;  ///< position of the last reader, in the step

  void find_last_reads(const Fusion& fusion, const StepValues& of) {
    for (std::uint32_t at = 0; at < of.values.size(); ++at)
      if (!fusion.inside(of.values[at]))
        fusion.for_each_operand(of.values[at], [&](std::uint32_t v) { last[v] = at; });
  }
};

}  // namespace fenchel::planner
