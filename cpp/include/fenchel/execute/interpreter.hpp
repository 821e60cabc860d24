// SPDX-License-Identifier: Apache-2.0
// The block interpreter: runs the steps of a plan. All memory of a run is one block, so that a plan
// is immutable and many runs of it may go on at once.
#pragma once

#include <fenchel/execute/plan.hpp>

namespace fenchel {

/// Scratch memory that a step needs, in bytes.
std::size_t scratch_of(const Step& step);
/// About how many operations it takes.
std::int64_t work_of(const Step& step);

}  // namespace fenchel
