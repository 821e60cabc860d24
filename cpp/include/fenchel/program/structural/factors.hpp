// SPDX-License-Identifier: Apache-2.0
// What the matrix factorizations share: checks of shapes, and the factors themselves as nodes.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The factors of P A = L U of square matrices, as (..., n + 1, n): L below the diagonal and U on
/// and above it, then a row that says which row of A each of theirs is. It has no derivative: who
/// uses it takes the matrix beside it, and differentiates by that.
Var lu_factors(const Var& a);

}  // namespace fenchel
