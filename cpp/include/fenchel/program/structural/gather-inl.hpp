// SPDX-License-Identifier: Apache-2.0
// Bodies of gather.hpp. Attributes: the number of batch axes.
#pragma once

#include <cstring>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>

namespace fenchel::structural {

inline int batch_axes(const Var& y) { return static_cast<int>(y->attributes()[0]); }

/// All inputs with the batch axis in front, so that one more axis is shared.
inline Vars all_batched(Inputs x, std::span<const unsigned char> batched) {
  const std::int64_t n = batch_size(x, batched);
  Vars out(x.begin(), x.end());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!batched[i]) out[i] = repeat_batch(x[i], n);
  return out;
}

struct IndexedBase {
  static constexpr Role role = Role::call;
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    return emit(y->op, all_batched(x, batched), {batch_axes(y) + 1});
  }
};

/// Which entries of the index are the last to write their row: 1 there, 0 elsewhere.
inline Var last_writers(const Var& base, const Var& index, int batch) {
  Shape rows;
  for (int i = 0; i <= batch; ++i) rows.push_back(base.dim(i));
  Attributes order(static_cast<std::size_t>(index.shape().size()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  const Var position = reshape(integers(order), index.shape());
  const Var nobody = broadcast_to(cast(Var(std::int64_t{-1}), DType::int64), rows);
  return gather(scatter(nobody, index, position, batch), index, batch) == position;
}

struct Gather : IndexedBase {
  static constexpr StructuralFacts facts{"gather", "Rows of an array at integer positions.",
                                         R"(y_j = x_{i_j})"};
  static constexpr int arity = 2;
  static constexpr bool chooses = true;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::separately;

  static Spec shape(Inputs x, const Attributes& attributes) {
    Shape out = x[1].shape();
    for (int i = static_cast<int>(attributes[0]) + 1; i < x[0].rank(); ++i)
      out.push_back(x[0].dim(i));
    return {x[0].dtype(), out};
  }
  static Var transpose(int, const Var& ct, const Var& y, Inputs x) {
    return scatter_add(zeros_like(x[0]), x[1], expand(ct, y.shape()), batch_axes(y));
  }
};

struct ScatterAdd : IndexedBase {
  static constexpr StructuralFacts facts{"scatter_add",
                                         "An array with rows added at integer positions.",
                                         R"(y_i = b_i + \sum_{j : i_j = i} u_j)"};
  static constexpr int arity = 3;
  static constexpr unsigned active = 5;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var transpose(int input, const Var& ct, const Var& y, Inputs x) {
    if (input == 0) return ct;
    return gather(expand(ct, y.shape()), x[1], batch_axes(y));
  }
};

struct Scatter : IndexedBase {
  static constexpr StructuralFacts facts{"scatter",
                                         "An array with rows replaced at integer positions.",
                                         R"(y_{i_j} = u_j, \; y_i = b_i \text{ elsewhere})"};
  static constexpr int arity = 3;
  static constexpr bool chooses = true;
  static constexpr unsigned active = 5;
  static constexpr Linear linear = Linear::jointly;

  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var transpose(int input, const Var& ct, const Var& y, Inputs x) {
    const int batch = batch_axes(y);
    const Var full = expand(ct, y.shape());
    if (input == 0) return scatter(full, x[1], zeros_like(x[2]), batch);
    Var writes = last_writers(x[0], x[1], batch);
    Shape shape = writes.shape();
    while (shape.rank() < x[2].rank()) shape.push_back(1);
    return where(reshape(writes, shape), gather(full, x[1], batch), Var(0.0));
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var gather(const Var& x, const Var& index, int batch) {
  const Var inputs[] = {x, cast(index, DType::int64)};
  return emit(id_of<structural::Gather>(), inputs, {batch});
}

FENCHEL_BODY Var scatter_add(const Var& base, const Var& index, const Var& updates, int batch) {
  const Var inputs[] = {base, cast(index, DType::int64), updates};
  return emit(id_of<structural::ScatterAdd>(), inputs, {batch});
}

FENCHEL_BODY Var scatter(const Var& base, const Var& index, const Var& updates, int batch) {
  const Var inputs[] = {base, cast(index, DType::int64), updates};
  return emit(id_of<structural::Scatter>(), inputs, {batch});
}

}  // namespace fenchel
