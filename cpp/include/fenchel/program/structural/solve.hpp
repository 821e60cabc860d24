// SPDX-License-Identifier: Apache-2.0
// Linear systems, square and triangular. Leading axes of the operands broadcast; an operand of one
// axis on the right is a vector.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// x of A x = b. A singular matrix raises LinAlgError when it runs.
Var solve(const Var& a, const Var& b);

/// How a triangular matrix is read.
struct Triangle {
  bool lower = false;          ///< the part below the diagonal, or above
  bool transposed = false;     ///< A' x = b
  bool unit_diagonal = false;  ///< ones on the diagonal, whatever is there
};
/// x of A x = b, where the other triangle of A is not read.
Var solve_triangular(const Var& a, const Var& b, Triangle triangle);

/// The inverse.
Var inv(const Var& a);

/// Who asks for the solution of a system with known factors: it names itself in the error.
enum class Solving : std::int64_t { solve, inv, det, slogdet };
/// x of A x = b, or of A' x = b, by the factors of A; for rules: stacks of matrices of one shape.
Var solve_by(const Var& a, const Var& factors, const Var& b, bool transposed,
             Solving who = Solving::solve);

}  // namespace fenchel
