// SPDX-License-Identifier: Apache-2.0
// The reverse sweep of a loop: cotangents of its results in, cotangents of its inputs out. It runs
// the loop, remembers the carries, and goes back. Its own derivatives are unloops and loops again,
// of the loop beside its tangents, so any order exists.
#pragma once

#include <fenchel/control/loop.hpp>

namespace fenchel {

/// Which inputs of a loop have a cotangent.
struct WantedOfLoop {
  Flags carries, slices, invariants;
};

/// Cotangents of the wanted inputs, in the order carries, slices, invariants (empty ones
/// elsewhere), for those of the results.
Vars unloop(const Loop& loop, const Vars& cotangents, const WantedOfLoop& wanted);

/// The results of an unloop node on other inputs, of another loop of the same sizes.
Vars unloop_like(const Node& node, Inputs x, const Loop& loop);

/// The operation, in the table from the first call on.
namespace control {
OpId unloop_id();
}

}  // namespace fenchel
