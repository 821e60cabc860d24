// SPDX-License-Identifier: Apache-2.0
// Bodies of factors.hpp, and the batching that all operations on stacks of matrices share.
#pragma once

#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/factors.hpp>
#include <fenchel/program/structural/gather-inl.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/triangle-inl.hpp>

namespace fenchel::structural {

/// The two last sizes of a stack of matrices.
inline std::int64_t rows_of(const Var& x) { return x.dim(x.rank() - 2); }
inline std::int64_t columns_of(const Var& x) { return x.dim(x.rank() - 1); }

inline Shape leading_of(const Var& x, int matrix_axes = 2) {
  return Shape(x.shape().dims().first(static_cast<std::size_t>(x.rank() - matrix_axes)));
}

inline void check_square(const Var& a, const char* name) {
  if (a.rank() < 2 || rows_of(a) != columns_of(a))
    fail<ShapeError>(std::string(name) + ": a square matrix is expected, got shape " +
                     to_string(a.shape()));
}

/// Integers are solved for in float64, as NumPy does.
inline Var as_floating(const Var& x) {
  return is_floating(x.dtype()) ? x : cast(x, DType::float64);
}

/// x with other leading axes, which its own broadcast to.
inline Var with_leading(const Var& x, Shape leading) {
  leading.push_back(rows_of(x));
  leading.push_back(columns_of(x));
  return broadcast_to(x, leading);
}

/// The unit matrices of the sizes of square ones.
inline Var unit_like(const Var& a) {
  const auto [row, column] = positions(a, 0);
  return broadcast_to(cast(row == column, a.dtype()), a.shape());
}

struct MatrixBase {
  static constexpr Role role = Role::call;
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    return emit(y->op, all_batched(x, batched), y->attributes());
  }
};

struct LuFactors : MatrixBase {
  static constexpr StructuralFacts facts{
      "lu_factors", "Factors of square matrices with their rows exchanged.", "P A = L U"};
  static constexpr int arity = 1;
  static constexpr unsigned active = 0;

  static Spec shape(Inputs x, const Attributes&) {
    Shape out = x[0].shape();
    ++out[out.rank() - 2];
    return {x[0].dtype(), out};
  }
  static Var jvp(const Var&, Inputs, Inputs) { return {}; }
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var lu_factors(const Var& a) {
  const Var inputs[] = {a};
  return emit(id_of<structural::LuFactors>(), inputs);
}

}  // namespace fenchel
