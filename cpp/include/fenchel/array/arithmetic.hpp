// SPDX-License-Identifier: Apache-2.0
// Arithmetic that is composed of primitives: whole powers.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// x to a power that is part of the program; integers stay integers.
Var integer_power(const Var& x, std::int64_t n);

}  // namespace fenchel
