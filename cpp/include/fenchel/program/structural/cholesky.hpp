// SPDX-License-Identifier: Apache-2.0
// The Cholesky factor of symmetric positive definite matrices.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The lower triangular L with L L' = (A + A') / 2, so that a derivative by A is symmetric. A
/// matrix that is not positive definite raises LinAlgError when it runs.
Var cholesky(const Var& a);

}  // namespace fenchel
