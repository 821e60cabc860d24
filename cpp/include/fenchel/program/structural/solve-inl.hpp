// SPDX-License-Identifier: Apache-2.0
// Bodies of solve.hpp. The derivative is that of the residual: of A x = b follows
// A dx = db - dA x, and the cotangent of b is the solution of A' w = ct. Both are the operation
// itself with the same factors, so derivatives of any order cost one factorization.
#pragma once

#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/factors-inl.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/solve.hpp>

namespace fenchel::structural {

/// db - dA x, or db - dA' x: what is left of the residual; at least one of the two is given.
inline Var residual_tangent(const Var& da, const Var& db, const Var& y, bool transposed) {
  if (!da) return expand(db, y.shape());
  const Var pushed = matmul(transposed ? swap_last(da) : da, y);
  return db ? db - pushed : -pushed;
}

/// The cotangent of A, given that of b.
inline Var matrix_cotangent(const Var& w, const Var& y, bool transposed) {
  return transposed ? -matmul(y, swap_last(w)) : -matmul(w, swap_last(y));
}

/// The columns of many right sides (batch, ..., n, k) beside one another: (..., n, batch k).
inline Var beside(const Var& b) {
  const int last = b.rank() - 2;
  Shape shape = leading_of(b);
  shape.erase(0);
  shape.push_back(rows_of(b));
  shape.push_back(b.dim(0) * columns_of(b));
  return reshape(move_axis(b, 0, last), shape);
}

/// The inverse of `beside`.
inline Var apart(const Var& x, std::int64_t batch, std::int64_t columns) {
  Shape shape = x.shape();
  shape[shape.rank() - 1] = batch;
  shape.push_back(columns);
  return move_axis(reshape(x, shape), shape.rank() - 2, 0);
}

/// Batching where the right side is the last input: a matrix all right sides share is solved once.
inline Var batch_system(const Var& y, Inputs x, std::span<const unsigned char> batched) {
  Vars inputs(x.begin(), x.end());
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    if (batched[i]) return MatrixBase::batch(y, x, batched);
  const Var& b = x.back();
  inputs.back() = beside(b);
  return apart(emit(y->op, inputs, y->attributes()), b.dim(0), columns_of(b));
}

/// Inputs: the matrix, its factors, the right side. Attributes: whether transposed, and who asks.
struct Solve : MatrixBase {
  static constexpr StructuralFacts facts{"solve", "Solution of a linear system.", "A x = b"};
  static constexpr int arity = 3;
  static constexpr unsigned active = 5;

  static Spec shape(Inputs x, const Attributes&) { return {x[2].dtype(), x[2].shape()}; }
  static Var again(const Var& y, Inputs x, const Var& b, bool flip) {
    const auto& attributes = y->attributes();
    return solve_by(x[0], x[1], b, (attributes[0] != 0) != flip,
                    static_cast<Solving>(attributes[1]));
  }
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    const bool transposed = y->attributes()[0] != 0;
    const Var da = dx[0] ? expand(dx[0], x[0].shape()) : Var();
    return again(y, x, residual_tangent(da, dx[2], y, transposed), false);
  }
  static Var vjp(int input, const Var& ct, const Var& y, Inputs x) {
    const Var w = again(y, x, expand(ct, y.shape()), true);
    return input == 2 ? w : matrix_cotangent(w, y, y->attributes()[0] != 0);
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    return batch_system(y, x, batched);
  }
};

/// Attributes: whether lower, transposed, with a unit diagonal.
struct SolveTriangular : MatrixBase {
  static constexpr StructuralFacts facts{"solve_triangular",
                                         "Solution of a triangular linear system.", "A x = b"};
  static constexpr int arity = 2;
  static constexpr unsigned active = 3;

  static Triangle triangle_of(const Var& y) {
    const auto& attributes = y->attributes();
    return {attributes[0] != 0, attributes[1] != 0, attributes[2] != 0};
  }
  static Spec shape(Inputs x, const Attributes&) { return {x[1].dtype(), x[1].shape()}; }
  /// What of the matrix counts.
  static Var read(const Var& a, Triangle triangle) {
    const int off = triangle.unit_diagonal ? 1 : 0;
    return triangle.lower ? lower_part(a, -off) : upper_part(a, off);
  }
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    const Triangle triangle = triangle_of(y);
    const Var da = dx[0] ? read(expand(dx[0], x[0].shape()), triangle) : Var();
    return solve_triangular(x[0], residual_tangent(da, dx[1], y, triangle.transposed), triangle);
  }
  static Var vjp(int input, const Var& ct, const Var& y, Inputs x) {
    const Triangle triangle = triangle_of(y);
    Triangle other = triangle;
    other.transposed = !triangle.transposed;
    const Var w = solve_triangular(x[0], expand(ct, y.shape()), other);
    return input == 1 ? w : read(matrix_cotangent(w, y, triangle.transposed), triangle);
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    return batch_system(y, x, batched);
  }
};

/// The matrix and the right side of a system in one type, with common leading axes.
struct System {
  Var a, b;
  bool vector;  ///< the right side was a vector
};

inline System system_of(const Var& a, const Var& b, const char* name) {
  check_square(a, name);
  const bool vector = b.rank() == 1;
  const Var wide = vector ? insert_axis(b, 1) : b;
  if (b.rank() == 0 || rows_of(wide) != rows_of(a))
    fail<ShapeError>(std::string(name) + ": a right side of shape " + to_string(b.shape()) +
                     " does not fit a matrix of shape " + to_string(a.shape()));
  const DType dtype = promote(as_floating(a).dtype(), as_floating(b).dtype());
  const Shape leading = broadcast(leading_of(a), leading_of(wide), name);
  return {with_leading(cast(a, dtype), leading), with_leading(cast(wide, dtype), leading), vector};
}

inline Var solution(const Var& x, const System& system) {
  return system.vector
             ? reshape(x, Shape(x.shape().dims().first(static_cast<std::size_t>(x.rank() - 1))))
             : x;
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var solve_by(const Var& a, const Var& factors, const Var& b, bool transposed,
                          Solving who) {
  const Var inputs[] = {a, factors, b};
  return emit(id_of<structural::Solve>(), inputs, {transposed, static_cast<std::int64_t>(who)});
}

FENCHEL_BODY Var solve(const Var& a, const Var& b) {
  const auto system = structural::system_of(a, b, "solve");
  return structural::solution(solve_by(system.a, lu_factors(system.a), system.b, false), system);
}

FENCHEL_BODY Var solve_triangular(const Var& a, const Var& b, Triangle triangle) {
  const auto system = structural::system_of(a, b, "solve_triangular");
  const Var inputs[] = {system.a, system.b};
  const Var x = emit(id_of<structural::SolveTriangular>(), inputs,
                     {triangle.lower, triangle.transposed, triangle.unit_diagonal});
  return structural::solution(x, system);
}

FENCHEL_BODY Var inv(const Var& a) {
  structural::check_square(a, "inv");
  const Var matrix = structural::as_floating(a);
  return solve_by(matrix, lu_factors(matrix), structural::unit_like(matrix), false, Solving::inv);
}

}  // namespace fenchel
