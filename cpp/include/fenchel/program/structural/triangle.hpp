// SPDX-License-Identifier: Apache-2.0
// The parts of matrices below and above a diagonal, for leading axes of any number.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The elements on and below diagonal `k` of the last two axes, zeros above: i + k >= j stays.
Var lower_part(const Var& x, std::int64_t k = 0);
/// The elements on and above diagonal `k`, zeros below.
Var upper_part(const Var& x, std::int64_t k = 0);

}  // namespace fenchel
