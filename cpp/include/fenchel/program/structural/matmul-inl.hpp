// SPDX-License-Identifier: Apache-2.0
// Bodies of matmul.hpp. The node's operands have at least two axes each.
#pragma once

#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel::structural {

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
    const Var pair[] = {input == 0 ? full : swap_last(x[0]), input == 0 ? swap_last(x[1]) : full};
    const Var product = emit(id_of<Matmul>(), pair);
    return sum_to(product, product.shape(), x[static_cast<std::size_t>(input)].shape());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    const int rank = y.rank();
    Var pair[2];
    for (int i = 0; i < 2; ++i) pair[i] = batched[i] ? align_batched(x[i], rank) : x[i];
    return emit(id_of<Matmul>(), pair);
  }
};

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
  Var product = emit(id_of<structural::Matmul>(), pair);
  Shape shape = product.shape();
  if (b.rank() == 1) shape.erase(shape.rank() - 1);
  if (a.rank() == 1) shape.erase(shape.rank() - (b.rank() == 1 ? 1 : 2));
  return reshape(product, shape);
}

}  // namespace fenchel
