// SPDX-License-Identifier: Apache-2.0
// One of several subprograms, chosen by a number; the others do not run.
#pragma once

#include <fenchel/control/activity.hpp>
#include <fenchel/program/structural/several.hpp>

namespace fenchel {

/// What a branch node is made of.
struct Branch {
  Var index;  ///< an int64; beyond the ends the first or the last
  Vars operands;
  std::vector<RegionPtr> branches;  ///< from the operands to the same types and shapes
};

/// The node; its results are those of the branches.
Var emit_branch(const Branch& branch);
Branch branch_of(const Node& node, Inputs x);

/// The operation, in the table from the first call on.
namespace control {
OpId branch_id();
}

}  // namespace fenchel
