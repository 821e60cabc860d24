// SPDX-License-Identifier: Apache-2.0
// Bodies of shaping.hpp.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel::structural {

struct Reshape {
  static constexpr StructuralFacts facts{
      "reshape", "The elements in row-major order under another shape.", R"(y = x)"};
  static constexpr Role role = Role::view;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes& target) {
    const Shape to{std::span(target)};
    if (to.size() != x[0].shape().size())
      fail<ShapeError>("reshape: an array of shape " + to_string(x[0].shape()) +
                       " cannot take the shape " + to_string(to));
    return {x[0].dtype(), to};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    if (ct.rank() == 0) return ct;
    return reshape(expand(ct, y.shape()), x[0].shape());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    Shape target = y.shape();
    target.insert(0, x[0].dim(0));
    return reshape(x[0], target);
  }
};

struct Permute {
  static constexpr StructuralFacts facts{"permute", "The axes in another order.",
                                         R"(y_{\pi(i)} = x_i)"};
  static constexpr Role role = Role::view;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes& axes) {
    Shape out;
    for (std::int64_t axis : axes) out.push_back(x[0].dim(static_cast<int>(axis)));
    return {x[0].dtype(), out};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs) {
    if (ct.rank() == 0) return ct;
    const Attributes& axes = y->attributes();
    Attributes inverse(axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i)
      inverse[static_cast<std::size_t>(axes[i])] = static_cast<std::int64_t>(i);
    return permute(pad_rank(ct, y.rank()), inverse);
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    Attributes axes{0};
    for (std::int64_t axis : y->attributes()) axes.push_back(axis + 1);
    return permute(x[0], axes);
  }
  static Layout view(const Layout& in, const Shape& out, const Attributes& axes) {
    Layout layout{out, {}, in.offset};
    for (std::size_t i = 0; i < axes.size(); ++i) layout.strides[i] = in.strides[axes[i]];
    return layout;
  }
};

/// Identity operations differ in what the transforms make of them, not in their value.
struct IdentityBase {
  static constexpr Role role = Role::identity;
  static constexpr int arity = 1;
  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    return emit_like(*y.node(), x);
  }
};

struct Alias : IdentityBase {
  static constexpr StructuralFacts facts{"alias",
                                         "A differentiated argument: the value of its input.", "x"};
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;
  static Var transpose(int, const Var& ct, const Var&, Inputs) { return ct; }
};

struct StopGradient : IdentityBase {
  static constexpr StructuralFacts facts{"stop_gradient",
                                         "The value of the input, without a derivative.", "x"};
  static constexpr unsigned active = 0;
  static Var jvp(const Var&, Inputs, Inputs) { return {}; }
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
};

struct Cast {
  static constexpr StructuralFacts facts{"cast", "Elements converted to another type.", "x"};
  static constexpr Role role = Role::elementwise;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes& to) {
    return {static_cast<DType>(to[0]), x[0].shape()};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    if (!is_floating(y.dtype()) || !is_floating(x[0].dtype())) return {};
    return cast(ct, x[0].dtype());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    return emit_like(*y.node(), x);
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var reshape(const Var& x, std::span<const std::int64_t> shape) {
  Attributes target(shape.begin(), shape.end());
  std::int64_t known = 1, *unknown = nullptr;
  for (std::int64_t& dim : target)
    if (dim == -1 && !unknown) unknown = &dim;
    else known *= dim;
  const std::int64_t size = x.shape().size();
  if (unknown && known > 0 && size % known == 0) *unknown = size / known;
  else if (unknown)
    fail<ShapeError>("reshape: an array of shape " + to_string(x.shape()) +
                     " has no size left for the dimension given as -1");
  const Shape to{std::span<const std::int64_t>(target)};
  if (x.shape() == to) return x;
  if (const Var number = repeated_constant(x); number && to.size() == size)
    return broadcast_to(number, to);
  const Var inputs[] = {x};
  return emit(id_of<structural::Reshape>(), inputs, std::move(target));
}

FENCHEL_BODY Var permute(const Var& x, std::span<const std::int64_t> axes) {
  const int rank = x.rank();
  Attributes order;
  std::vector<bool> seen(static_cast<std::size_t>(rank));
  bool identity = true;
  for (std::int64_t given : axes) {
    const int axis = normalize_axis(given, rank, "transpose");
    if (seen[static_cast<std::size_t>(axis)])
      fail<ShapeError>("transpose: axis " + std::to_string(given) + " is given twice");
    seen[static_cast<std::size_t>(axis)] = true;
    identity = identity && axis == static_cast<int>(order.size());
    order.push_back(axis);
  }
  if (static_cast<int>(order.size()) != rank)
    fail<ShapeError>("transpose: " + std::to_string(order.size()) + " axes for an array of " +
                     std::to_string(rank));
  if (identity) return x;
  const Var inputs[] = {x};
  return emit(id_of<structural::Permute>(), inputs, std::move(order));
}

FENCHEL_BODY Var transpose(const Var& x) {
  Attributes axes;
  for (int i = x.rank(); i-- > 0;) axes.push_back(i);
  return permute(x, axes);
}

FENCHEL_BODY Var swap_last(const Var& x) {
  Attributes axes;
  for (int i = 0; i < x.rank(); ++i) axes.push_back(i);
  std::swap(axes[axes.size() - 1], axes[axes.size() - 2]);
  return permute(x, axes);
}

FENCHEL_BODY Var move_axis(const Var& x, int from, int to) {
  Attributes axes;
  for (int i = 0; i < x.rank(); ++i)
    if (i != from) axes.push_back(i);
  axes.insert(axes.begin() + to, from);
  return permute(x, axes);
}

FENCHEL_BODY Var insert_axis(const Var& x, int axis) {
  Shape shape = x.shape();
  shape.insert(axis, 1);
  return reshape(x, shape);
}

FENCHEL_BODY Var cast(const Var& x, DType dtype) {
  if (x.dtype() == dtype && !x->is(Node::weak)) return x;
  const Var inputs[] = {x};
  return emit(op::cast, inputs, {static_cast<std::int64_t>(dtype)});
}

FENCHEL_BODY Var stop_gradient(const Var& x) {
  const Var inputs[] = {x};
  return emit(op::stop_gradient, inputs);
}

}  // namespace fenchel
