// SPDX-License-Identifier: Apache-2.0
// Loops: carries and slices in, carries and slices of results out, step after step. One operation
// for counted loops, scans and loops with a condition; its derivatives are `unloop` and loops.
#pragma once

#include <fenchel/control/activity.hpp>
#include <fenchel/program/structural/several.hpp>

namespace fenchel {

/// What a loop node is made of.
struct Loop {
  std::int64_t steps = -1;  ///< if the number is part of the program
  Var count;                ///< else the number, an int64
  RegionPtr body;           ///< (carries, slices, invariants) -> (carries, slices of results)
  RegionPtr condition;      ///< (carries, tested) -> truth value; null if the number is known
  Vars carries;             ///< before the first step
  Vars slices;              ///< arrays, of which step t gets row t
  Vars invariants, tested;

  std::size_t results() const { return body->program.results.size(); }
};

/// The node; its results are the last carries, then the results stacked along a new axis 0.
Var emit_loop(const Loop& loop);
/// What a node was made of.
Loop loop_of(const Node& node, Inputs x);

/// A loop beside that of its tangents; `tangent[k]` is the place of the tangent of result k among
/// its results, or -1.
struct ExtendedLoop {
  Loop loop;
  std::vector<int> place, tangent;
};
/// Tangents of carries, slices and invariants; empty ones are zero.
ExtendedLoop extend(const Loop& loop, const Vars& carries, const Vars& slices,
                    const Vars& invariants);

/// A loop over examples: results with `batched` carry a batch axis, stacked ones behind the steps.
struct BatchedLoop {
  Loop loop;
  Flags batched;
};
/// `size` examples; flags of the inputs in the order of the node's.
BatchedLoop batch_loop(const Loop& loop, const Flags& batched, std::int64_t size);

/// The operation, in the table from the first call on.
namespace control {
OpId loop_id();
}

}  // namespace fenchel
