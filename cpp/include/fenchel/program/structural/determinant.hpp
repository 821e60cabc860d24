// SPDX-License-Identifier: Apache-2.0
// Determinants of square matrices.
#pragma once

#include <fenchel/program/operation.hpp>
#include <utility>

namespace fenchel {

/// The determinant. Its derivative needs the inverse, so at a singular matrix it raises
/// LinAlgError.
Var det(const Var& a);
/// Sign and logarithm of the absolute value: 0 and -inf of a singular matrix.
std::pair<Var, Var> slogdet(const Var& a);

}  // namespace fenchel
