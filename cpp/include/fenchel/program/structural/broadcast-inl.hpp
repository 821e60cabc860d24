// SPDX-License-Identifier: Apache-2.0
// Bodies of broadcast.hpp.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel::structural {

struct BroadcastTo {
  static constexpr StructuralFacts facts{"broadcast_to", "The array repeated to another shape.",
                                         R"(y_{ij} = x_j)"};
  static constexpr Role role = Role::view;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes& target) {
    const Shape to{std::span(target)};
    if (!broadcasts_to(x[0].shape(), to))
      fail<ShapeError>("broadcast_to: an array of shape " + to_string(x[0].shape()) +
                       " does not broadcast to " + to_string(to));
    return {x[0].dtype(), to};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    return sum_to(ct, y.shape(), x[0].shape());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    Shape target = y.shape();
    target.insert(0, x[0].dim(0));
    return broadcast_to(align_batched(x[0], y.rank()), target);
  }
  static Layout view(const Layout& in, const Shape& out, const Attributes&) {
    Layout layout{out, {}, in.offset};
    const int shift = out.rank() - in.shape.rank();
    for (int i = 0; i < in.shape.rank(); ++i)
      layout.strides[i + shift] = in.shape[i] == 1 ? 0 : in.strides[i];
    return layout;
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var broadcast_to(const Var& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  const Var inputs[] = {x};
  return emit(id_of<structural::BroadcastTo>(), inputs, Attributes(shape.begin(), shape.end()));
}

FENCHEL_BODY Var pad_rank(const Var& v, int rank) {
  if (v.rank() >= rank) return v;
  Shape shape = v.shape();
  while (shape.rank() < rank) shape.insert(0, 1);
  return reshape(v, shape);
}

FENCHEL_BODY Var sum_to(const Var& v, const Shape& from, const Shape& to) {
  Axes axes;
  double factor = 1;
  const int rank = v.rank();
  for (int i = 1; i <= from.rank(); ++i) {
    const std::int64_t n = from[from.rank() - i];
    const std::int64_t kept = i <= to.rank() ? to[to.rank() - i] : 1;
    if (kept == n) continue;
    if (i <= rank && v.dim(rank - i) == n) axes.push_back(rank - i);
    else factor *= static_cast<double>(n);
  }
  Var out = axes.empty() ? v : sum(v, axes, true);
  if (factor != 1) out = out * factor;
  if (out.rank() <= to.rank()) return out;
  Shape shape;
  for (int i = rank - to.rank(); i < rank; ++i) shape.push_back(out.dim(i));
  return reshape(out, shape);
}

FENCHEL_BODY Var align_batched(const Var& x, int rank) {
  if (x.rank() - 1 >= rank) return x;
  Shape shape = x.shape();
  while (shape.rank() - 1 < rank) shape.insert(1, 1);
  return reshape(x, shape);
}

FENCHEL_BODY Var repeat_batch(const Var& x, std::int64_t batch) {
  Shape shape = x.shape();
  shape.insert(0, batch);
  return broadcast_to(x, shape);
}

FENCHEL_BODY std::int64_t batch_size(Inputs x, std::span<const unsigned char> batched) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (batched[i]) return x[i].dim(0);
  return 1;
}

FENCHEL_BODY Var batch_elementwise(const Var& y, Inputs x, std::span<const unsigned char> batched) {
  Vars inputs(x.begin(), x.end());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (batched[i]) inputs[i] = align_batched(x[i], y.rank());
  return emit_like(*y.node(), inputs);
}

}  // namespace fenchel
