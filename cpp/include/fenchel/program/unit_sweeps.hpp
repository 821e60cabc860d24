// SPDX-License-Identifier: Apache-2.0
// Jacobians of functions that handle numbers one by one: a sweep for every number, in which zeros
// are structure, so that what an entry does not touch is not computed.
#pragma once

#include <fenchel/program/transform.hpp>

namespace fenchel {

/// Whether all that a program does with a parameter is to take single numbers out of it, and these
/// are few.
bool reads_numbers(const Program& program, std::size_t parameter);
/// Whether a result is single numbers joined, and these are few.
bool joins_numbers(const Program& program, std::size_t result);

/// Forward: derivatives of every result with respect to a parameter, whose axes come last.
Vars jacobian_by_columns(const Program& program, std::size_t parameter);
/// Reverse: derivatives of a result, whose axes come first, with respect to every parameter.
Vars jacobian_by_rows(const Program& program, std::size_t result);

}  // namespace fenchel
