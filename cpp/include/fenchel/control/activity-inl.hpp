// SPDX-License-Identifier: Apache-2.0
// Bodies of activity.hpp.
#pragma once

#include <fenchel/control/activity.hpp>
#include <fenchel/program/active.hpp>
#include <fenchel/program/interpret.hpp>

namespace fenchel {

FENCHEL_BODY Flags reached_results(const Program& program, const Flags& parameters) {
  const Program moving{flagged(program.parameters, parameters), program.results};
  const Walk walk = walk_program(moving);
  const auto active = detail::active_nodes(walk, moving);
  Flags out;
  for (const Var& result : program.results)
    out.push_back(walk.visited(result.node()) && active[result->index]);
  return out;
}

}  // namespace fenchel
