// SPDX-License-Identifier: Apache-2.0
// What the formulas of the chapter share.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel::detail {

/// The inner product along the last axis. A zero wins over an infinity, so that entries that cannot
/// be chosen (a theta of -inf) and the 0 log 0 of the entropy count nothing.
inline Var inner(const Var& a, const Var& b) { return sum(masked_multiply(a, b), {-1}); }

}  // namespace fenchel::detail
