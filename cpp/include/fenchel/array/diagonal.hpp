// SPDX-License-Identifier: Apache-2.0
// Diagonals: reading one, and the matrix with one.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// Elements i, i + offset of two axes, as the last axis of the result. A view.
Var diagonal(const Var& x, std::int64_t offset = 0, int axis1 = 0, int axis2 = 1);
/// Square matrices of zeros with the last axis of x on diagonal `offset`.
Var with_diagonal(const Var& x, std::int64_t offset = 0);

}  // namespace fenchel
