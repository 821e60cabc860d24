// SPDX-License-Identifier: Apache-2.0
// The matrix product, batched over leading axes as in NumPy.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// (..., m, k) times (..., k, n); a vector on either side is a row or a column, and its axis is
/// dropped.
Var matmul(const Var& a, const Var& b);

}  // namespace fenchel
