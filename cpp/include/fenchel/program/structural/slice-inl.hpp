// SPDX-License-Identifier: Apache-2.0
// Bodies of slice.hpp. Starts are an int64 array of one entry an axis; steps are attributes.
#pragma once

#include <algorithm>
#include <cstring>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/slice.hpp>

namespace fenchel::structural {

inline std::span<const std::int64_t> half(const Attributes& both, int which) {
  const std::size_t n = both.size() / 2;
  return std::span(both).subspan(which ? n : 0, n);
}

/// Starts of a batched slice: the whole batch axis in front.
inline Var batched_starts(const Var& starts) {
  const std::int64_t zero[] = {0};
  if (!starts->known()) {
    const Var parts[] = {integers(zero), starts};
    return concatenate(parts, 0);
  }
  Attributes values(static_cast<std::size_t>(starts.dim(0)) + 1, 0);
  std::memcpy(values.data() + 1, starts->data(), (values.size() - 1) * sizeof(std::int64_t));
  return integers(values);
}

inline Attributes batched_steps(std::span<const std::int64_t> steps) {
  Attributes out{1};
  out.insert(out.end(), steps.begin(), steps.end());
  return out;
}

/// Attributes: sizes, then steps.
struct Slice {
  static constexpr StructuralFacts facts{"slice", "A regular selection along every axis.",
                                         R"(y_j = x_{s + d j})"};
  static constexpr Role role = Role::view;
  static constexpr int arity = 2;
  static constexpr bool chooses = true;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::separately;

  static Spec shape(Inputs x, const Attributes& attributes) {
    return {x[0].dtype(), Shape(half(attributes, 0))};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    return unslice(expand(ct, y.shape()), x[1], x[0].shape(), half(y->attributes(), 1));
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    Shape sizes = y.shape();
    sizes.insert(0, x[0].dim(0));
    return slice(x[0], batched_starts(x[1]), sizes.dims(), batched_steps(half(y->attributes(), 1)));
  }
  static Layout view(const Layout& in, const Shape& out, const Attributes& attributes) {
    Layout layout{out, {}, in.offset};
    const auto steps = half(attributes, 1);
    for (int i = 0; i < out.rank(); ++i)
      layout.strides[i] = in.strides[i] * steps[static_cast<std::size_t>(i)];
    return layout;
  }
};

/// Attributes: target shape, then steps.
struct Unslice {
  static constexpr StructuralFacts facts{"unslice", "Zeros with an array placed at a slice.",
                                         R"(y_{s + d j} = x_j)"};
  static constexpr Role role = Role::call;
  static constexpr int arity = 2;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::separately;

  static Spec shape(Inputs x, const Attributes& attributes) {
    return {x[0].dtype(), Shape(half(attributes, 0))};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    if (ct.rank() == 0) return ct;
    return slice(expand(ct, y.shape()), x[1], x[0].shape().dims(), half(y->attributes(), 1));
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    Shape target = y.shape();
    target.insert(0, x[0].dim(0));
    return unslice(x[0], batched_starts(x[1]), target, batched_steps(half(y->attributes(), 1)));
  }
};

/// Attributes: steps.
struct SliceUpdate {
  static constexpr StructuralFacts facts{"slice_update", "An array with a slice replaced.",
                                         R"(y_{s + d j} = v_j, \; y_i = x_i \text{ elsewhere})"};
  static constexpr Role role = Role::call;
  static constexpr int arity = 3;
  static constexpr bool chooses = true;
  static constexpr unsigned active = 3;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var transpose(int input, const Var& ct, const Var& y, Inputs x) {
    const Var full = expand(ct, y.shape());
    if (input == 1) return slice(full, x[2], x[1].shape().dims(), y->attributes());
    return slice_update(full, zeros_like(x[1]), x[2], y->attributes());
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    const std::int64_t n = batch_size(x, batched);
    return slice_update(batched[0] ? x[0] : repeat_batch(x[0], n),
                        batched[1] ? x[1] : repeat_batch(x[1], n), batched_starts(x[2]),
                        batched_steps(y->attributes()));
  }
};

/// Attributes: the axis.
struct Concatenate {
  static constexpr StructuralFacts facts{"concatenate", "Arrays joined along an existing axis.",
                                         R"(y = (x_1, \dots, x_n))"};
  static constexpr Role role = Role::call;
  static constexpr int arity = -1;
  static constexpr unsigned active = ~0u;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes& attributes) {
    const int axis = static_cast<int>(attributes[0]);
    Shape out = x[0].shape();
    for (std::size_t i = 1; i < x.size(); ++i) {
      Shape other = x[i].shape();
      if (other.rank() == out.rank()) {
        out[axis] += other[axis];
        other[axis] = out[axis];
      }
      if (!(other == out))
        fail<ShapeError>("concatenate: arrays of shapes " + to_string(x[0].shape()) + " and " +
                         to_string(x[i].shape()) + " differ outside axis " + std::to_string(axis));
    }
    return {x[0].dtype(), out};
  }
  static Var transpose(int input, const Var& ct, const Var& y, Inputs x) {
    if (ct.rank() == 0) return ct;
    const auto axis = static_cast<std::size_t>(y->attributes()[0]);
    Attributes starts(static_cast<std::size_t>(y.rank()), 0), steps(starts.size(), 1);
    for (int i = 0; i < input; ++i)
      starts[axis] += x[static_cast<std::size_t>(i)].dim(static_cast<int>(axis));
    return slice(expand(ct, y.shape()), integers(starts),
                 x[static_cast<std::size_t>(input)].shape().dims(), steps);
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    const std::int64_t n = batch_size(x, batched);
    Vars inputs(x.begin(), x.end());
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!batched[i]) inputs[i] = repeat_batch(x[i], n);
    return emit(y->op, inputs, {y->attributes()[0] + 1});
  }
};

/// A slice of an array placed in zeros, where both positions are known: the array, zeros, or the
/// array placed in less. Empty if it is none of them. So a derivative with respect to one entry of
/// an array is a program of that entry alone.
inline Var part_of_placed(const Var& x, const Var& starts, std::span<const std::int64_t> sizes,
                          std::span<const std::int64_t> steps) {
  const auto is_one = [](std::int64_t step) { return step == 1; };
  if (x->op != id_of<Unslice>() || x->known() || !starts->known() || !x->in[1]->known() ||
      !std::all_of(steps.begin(), steps.end(), is_one) ||
      !std::all_of(half(x->attributes(), 1).begin(), half(x->attributes(), 1).end(), is_one))
    return {};
  const Var placed = Var::share(x->in[0]);
  const auto* at = static_cast<const std::int64_t*>(x->in[1]->data());
  const auto* from = static_cast<const std::int64_t*>(starts->data());
  Attributes place;
  bool inside = true;
  for (int i = 0; i < x.rank(); ++i) {
    const std::int64_t first = at[i] - from[i], size = sizes[static_cast<std::size_t>(i)];
    if (first + placed.dim(i) <= 0 || first >= size) return full(Shape(sizes), 0, x.dtype());
    inside = inside && first >= 0 && first + placed.dim(i) <= size;
    place.push_back(first);
  }
  if (!inside) return {};
  if (placed.shape() == Shape(sizes)) return placed;
  return unslice(placed, integers(place), Shape(sizes), steps);
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var integers(std::span<const std::int64_t> values) {
  Memory memory(values.size_bytes());
  if (!values.empty()) std::memcpy(memory.data(), values.data(), values.size_bytes());
  Node* node = new_node(op::array, DType::int64, Shape{static_cast<std::int64_t>(values.size())});
  node->buffer = memory.release();
  node->flags |= Node::has_value;
  return Var::adopt(node);
}

FENCHEL_BODY Var slice(const Var& x, const Var& starts, std::span<const std::int64_t> sizes,
                       std::span<const std::int64_t> steps) {
  if (const Var number = repeated_constant(x)) return broadcast_to(number, Shape(sizes));
  if (Var part = structural::part_of_placed(x, starts, sizes, steps)) return part;
  const Var inputs[] = {x, starts};
  Attributes attributes(sizes.begin(), sizes.end());
  attributes.insert(attributes.end(), steps.begin(), steps.end());
  return emit(id_of<structural::Slice>(), inputs, std::move(attributes));
}

FENCHEL_BODY Var unslice(const Var& v, const Var& starts, const Shape& shape,
                         std::span<const std::int64_t> steps) {
  const Var inputs[] = {v, starts};
  Attributes attributes(shape.begin(), shape.end());
  attributes.insert(attributes.end(), steps.begin(), steps.end());
  return emit(id_of<structural::Unslice>(), inputs, std::move(attributes));
}

FENCHEL_BODY Var slice_update(const Var& x, const Var& v, const Var& starts,
                              std::span<const std::int64_t> steps) {
  const Var inputs[] = {x, v, starts};
  return emit(id_of<structural::SliceUpdate>(), inputs, Attributes(steps.begin(), steps.end()));
}

FENCHEL_BODY Var concatenate(std::span<const Var> xs, int axis) {
  if (xs.empty()) fail<ShapeError>("concatenate: at least one array is needed");
  if (xs.size() == 1) return xs[0];
  return emit(id_of<structural::Concatenate>(), xs, {axis});
}

}  // namespace fenchel
