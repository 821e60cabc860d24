// SPDX-License-Identifier: Apache-2.0
// Bodies of matmul.hpp. The node's operands have at least two axes each.
#pragma once

#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/shaping-inl.hpp>

namespace fenchel::structural {

/// The product of operands with at least two axes. Where one of them is a single matrix, all rows
/// of the other are rows of one product: one call instead of one for every leading index, and the
/// cotangent of the matrix is a single product too.
Var product(const Var& a, const Var& b);

struct Matmul {
  static constexpr StructuralFacts facts{"matmul", "Matrix product, batched over leading axes.",
                                         R"(c_{ik} = \sum_j a_{ij} b_{jk})"};
  static constexpr Role role = Role::call;
  static constexpr int arity = 2;
  static constexpr unsigned active = 3;
  static constexpr Linear linear = Linear::separately;

  static Spec shape(Inputs x, const Attributes&) {
    const Shape a = x[0].shape(), b = x[1].shape();
    const int ra = a.rank(), rb = b.rank();
    if (a[ra - 1] != b[rb - 2])
      fail<ShapeError>("matmul: shapes " + to_string(a) + " and " + to_string(b) +
                       " do not fit: sizes " + std::to_string(a[ra - 1]) + " and " +
                       std::to_string(b[rb - 2]) + " differ");
    Shape out = broadcast(Shape(a.dims().first(static_cast<std::size_t>(ra - 2))),
                          Shape(b.dims().first(static_cast<std::size_t>(rb - 2))), "matmul");
    out.push_back(a[ra - 2]);
    out.push_back(b[rb - 1]);
    return {x[0].dtype(), out};
  }
  static Var transpose(int input, const Var& ct, const Var& y, Inputs x) {
    const Var full = expand(ct, y.shape());
    const Var part = input == 0 ? product(full, swap_last(x[1])) : product(swap_last(x[0]), full);
    return sum_to(part, part.shape(), x[static_cast<std::size_t>(input)].shape());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    const int rank = y.rank();
    Var pair[2];
    for (int i = 0; i < 2; ++i) pair[i] = batched[i] ? align_batched(x[i], rank) : x[i];
    return product(pair[0], pair[1]);
  }
};

/// x as a matrix of all its rows.
inline Var all_rows(const Var& x) {
  const std::int64_t columns = x.dim(x.rank() - 1);
  std::int64_t rows = 1;
  for (int i = 0; i + 1 < x.rank(); ++i) rows *= x.dim(i);
  return reshape(x, Shape{rows, columns});
}

inline Shape product_shape(const Var& a, const Var& b) {
  const Var pair[] = {a, b};
  return Matmul::shape(pair, {}).shape;
}

/// Whether a matrix is the identity: unit arrays, as the directions of a Jacobian are.
inline bool is_identity(const Var& matrix) {
  const Node* origin = matrix.node();
  while (origin->arity == 1 && (origin->op == id_of<Reshape>() || origin->op == op::alias))
    origin = origin->in[0];
  return origin->is(Node::unit) && matrix.rank() == 2 && matrix.dim(0) == matrix.dim(1);
}

inline Var product(const Var& a, const Var& b) {
  const auto emitted = [](const Var& left, const Var& right) {
    if (is_identity(left)) return right;
    if (is_identity(right)) return left;
    const Var pair[] = {left, right};
    return emit(id_of<Matmul>(), pair);
  };
  if (a.rank() > 2 && b.rank() == 2) return reshape(emitted(all_rows(a), b), product_shape(a, b));
  if (a.rank() == 2 && b.rank() > 2 && b.dim(b.rank() - 1) == 1) {
    Shape rows = b.shape();
    rows.erase(rows.rank() - 1);
    const Var columns = all_rows(reshape(b, rows));
    return reshape(emitted(columns, swap_last(a)), product_shape(a, b));
  }
  return emitted(a, b);
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var matmul(const Var& a, const Var& b) {
  if (a.rank() == 0 || b.rank() == 0)
    fail<ShapeError>("matmul: operands need at least one axis, got shapes " + to_string(a.shape()) +
                     " and " + to_string(b.shape()) + "; use * for scalars");
  const std::int64_t inner_a = a.dim(a.rank() - 1),
                     inner_b = b.dim(b.rank() == 1 ? 0 : b.rank() - 2);
  if (inner_a != inner_b)
    fail<ShapeError>("matmul: shapes " + to_string(a.shape()) + " and " + to_string(b.shape()) +
                     " do not fit: sizes " + std::to_string(inner_a) + " and " +
                     std::to_string(inner_b) + " differ");
  DType dtype = promote(a.dtype(), b.dtype());
  if (!is_floating(dtype)) dtype = DType::float64;
  const Var pair[] = {cast(a.rank() == 1 ? insert_axis(a, 0) : a, dtype),
                      cast(b.rank() == 1 ? insert_axis(b, 1) : b, dtype)};
  const Var product = structural::product(pair[0], pair[1]);
  Shape shape = product.shape();
  if (b.rank() == 1) shape.erase(shape.rank() - 1);
  if (a.rank() == 1) shape.erase(shape.rank() - (b.rank() == 1 ? 1 : 2));
  return reshape(product, shape);
}

}  // namespace fenchel
