// SPDX-License-Identifier: Apache-2.0
// Bodies of cholesky.hpp. With phi(X) the lower part of X, its diagonal halved:
// dL = L phi(L^-1 dA L'^-1), and the cotangent of A is L'^-1 phi(L' ct) L^-1.
#pragma once

#include <fenchel/program/structural/cholesky.hpp>
#include <fenchel/program/structural/solve-inl.hpp>

namespace fenchel::structural {

struct Cholesky : MatrixBase {
  static constexpr StructuralFacts facts{"cholesky", "Lower triangular factor of a matrix.",
                                         "A = L L^T"};
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;

  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var phi(const Var& x) { return 0.5 * (lower_part(x) + lower_part(x, -1)); }
  static Var divided(const Var& l, const Var& x, bool transposed) {
    return solve_triangular(l, x, {.lower = true, .transposed = transposed});
  }
  /// dA is symmetric, as what `cholesky` gives this operation is.
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    const Var left = divided(y, expand(dx[0], x[0].shape()), false);
    return matmul(y, phi(divided(y, swap_last(left), false)));
  }
  static Var vjp(int, const Var& ct, const Var& y, Inputs) {
    const Var left = divided(y, phi(matmul(swap_last(y), expand(ct, y.shape()))), true);
    return swap_last(divided(y, swap_last(left), true));
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var cholesky(const Var& a) {
  structural::check_square(a, "cholesky");
  const Var matrix = structural::as_floating(a);
  const Var inputs[] = {0.5 * (matrix + swap_last(matrix))};
  return emit(id_of<structural::Cholesky>(), inputs);
}

}  // namespace fenchel
