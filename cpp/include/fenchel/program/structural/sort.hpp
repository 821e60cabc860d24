// SPDX-License-Identifier: Apache-2.0
// The order of elements.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// Positions along the last axis that sort it, equal elements in their order, NaN last. Sorting is
/// a gather at them, so it needs no rule of its own.
Var sorting_order(const Var& x);

}  // namespace fenchel
