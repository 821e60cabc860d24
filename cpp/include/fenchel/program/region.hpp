// SPDX-License-Identifier: Apache-2.0
// A subprogram that a node runs: the body of a loop, a branch. It is closed: what it needs from
// outside are its parameters, and arrays with a value, which the node has among its inputs, too.
#pragma once

#include <fenchel/program/program.hpp>
#include <fenchel/program/records.hpp>

namespace fenchel {

struct Region {
  Program program;
  Vars arrays;  ///< leaves beside the parameters, in the order of `records`
  std::shared_ptr<const Records> records;
};
using RegionPtr = std::shared_ptr<const Region>;

/// The number of the next node: what is older is outside of a region that begins here.
std::uint64_t next_node_id();

/// What a region may take from outside by computing it there once.
enum class Hoisting : bool {
  nothing,  ///< the region may not run at all
  all       ///< whatever does not depend on its parameters
};

/// Which parameters have the same value whenever the region runs: what depends on them alone is
/// taken from outside, too, as a variable that is made of these parameters.
using FixedParameters = std::span<const unsigned char>;

/// Programs with the same parameters, traced since `start`, as regions. Variables from outside
/// become parameters behind those they have, the same for all; they are appended to `captured`.
std::vector<RegionPtr> make_regions(std::span<const Program> programs, std::uint64_t start,
                                    Hoisting hoisting, Vars& captured, FixedParameters fixed = {});
/// One of them.
RegionPtr make_region(const Program& program, std::uint64_t start, Hoisting hoisting,
                      Vars& captured, FixedParameters fixed = {});

/// Fresh placeholders of the types and shapes of `like`, guarded where these are.
Vars placeholders_like(Inputs like);

}  // namespace fenchel
