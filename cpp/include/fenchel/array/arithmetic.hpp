// SPDX-License-Identifier: Apache-2.0
// Arithmetic that is composed of primitives: floor division, remainder, whole powers.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The largest whole number not above a / b; its derivative is zero.
Var floor_divide(const Var& a, const Var& b);
/// a - b * floor(a / b): has the sign of b.
Var remainder(const Var& a, const Var& b);
/// x to a power that is part of the program; integers stay integers.
Var integer_power(const Var& x, std::int64_t n);

}  // namespace fenchel
