// SPDX-License-Identifier: Apache-2.0
// Bodies of determinant.hpp: d log|det A| = tr(A^-1 dA), d det A = det A tr(A^-1 dA).
#pragma once

#include <fenchel/program/structural/determinant.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/solve-inl.hpp>

namespace fenchel::structural {

/// Inputs: the matrix, its factors.
struct DeterminantBase : MatrixBase {
  static constexpr int arity = 2;
  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), leading_of(x[0])}; }
  static Var inverse_transposed(Inputs x, Solving who) {
    return solve_by(x[0], x[1], unit_like(x[0]), true, who);
  }
  /// A number for each matrix, that multiplies all its elements.
  static Var per_matrix(const Var& v) {
    return v.rank() == 0 ? v : insert_axis(insert_axis(v, v.rank()), v.rank() + 1);
  }
};

/// y = f(det A) with derivative y' tr(A^-1 dA).
template <class Self>
struct DifferentiableDeterminant : DeterminantBase {
  static constexpr unsigned active = 1;
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    const Var product = inverse_transposed(x, Self::who) * dx[0];
    return Self::scaled(sum(product, {-2, -1}), y);
  }
  static Var vjp(int, const Var& ct, const Var& y, Inputs x) {
    return per_matrix(Self::scaled(expand(ct, y.shape()), y)) * inverse_transposed(x, Self::who);
  }
};

struct LogAbsDet : DifferentiableDeterminant<LogAbsDet> {
  static constexpr StructuralFacts facts{"log_abs_det", "Logarithm of the absolute determinant.",
                                         R"(\log \lvert \det A \rvert)"};
  static constexpr Solving who = Solving::slogdet;
  static Var scaled(const Var& t, const Var&) { return t; }
};

struct Det : DifferentiableDeterminant<Det> {
  static constexpr StructuralFacts facts{"det", "The determinant.", R"(\det A)"};
  static constexpr Solving who = Solving::det;
  static Var scaled(const Var& t, const Var& y) { return t * y; }
};

struct DetSign : DeterminantBase {
  static constexpr StructuralFacts facts{"det_sign", "The sign of the determinant.",
                                         R"(\operatorname{sign} \det A)"};
  static constexpr unsigned active = 0;
  static Var jvp(const Var&, Inputs, Inputs) { return {}; }
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
};

template <class Op>
Var determinant(const Var& a, const Var& factors) {
  const Var inputs[] = {a, factors};
  return emit(id_of<Op>(), inputs);
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var det(const Var& a) {
  structural::check_square(a, "det");
  const Var matrix = structural::as_floating(a);
  return structural::determinant<structural::Det>(matrix, lu_factors(matrix));
}

FENCHEL_BODY std::pair<Var, Var> slogdet(const Var& a) {
  structural::check_square(a, "slogdet");
  const Var matrix = structural::as_floating(a), factors = lu_factors(matrix);
  return {structural::determinant<structural::DetSign>(matrix, factors),
          structural::determinant<structural::LogAbsDet>(matrix, factors)};
}

}  // namespace fenchel
