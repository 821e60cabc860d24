// SPDX-License-Identifier: Apache-2.0
// Bodies of reduce.hpp. Attributes of a node: the first reduced axis and the one after the last.
#pragma once

#include <algorithm>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel::structural {

/// A quantity of the reduced shape, with size-1 axes where axes were reduced, so that it broadcasts
/// against the unreduced array.
inline Var unreduce(const Var& v, const Var& y) {
  if (v.rank() == 0) return v;
  const auto& axes = y->attributes();
  Shape shape = pad_rank(v, y.rank()).shape();
  for (std::int64_t i = axes[0]; i < axes[1]; ++i) shape.insert(static_cast<int>(axes[0]), 1);
  return reshape(v, shape);
}

struct ReduceBase {
  static constexpr Role role = Role::reduction;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;

  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    const auto& axes = y->attributes();
    return emit(y->op, x, {axes[0] + 1, axes[1] + 1});
  }
  static Spec reduced(Inputs x, const Attributes& axes, DType dtype) {
    Shape out = x[0].shape();
    for (std::int64_t i = axes[0]; i < axes[1]; ++i) out.erase(static_cast<int>(axes[0]));
    return {dtype, out};
  }
};

/// Largest or smallest element; tied elements share the derivative equally.
struct ExtremeBase : ReduceBase {
  static constexpr bool chooses = true;
  static Spec nonempty(const char* name, Inputs x, const Attributes& axes) {
    for (std::int64_t i = axes[0]; i < axes[1]; ++i)
      if (x[0].dim(static_cast<int>(i)) == 0)
        fail<ShapeError>(std::string(name) +
                         ": the maximum or minimum of no elements is not defined; axis " +
                         std::to_string(i) + " of shape " + to_string(x[0].shape()) + " is empty");
    return reduced(x, axes, x[0].dtype());
  }
  static std::pair<Var, Var> winners(const Var& y, const Var& x) {
    Var mask = x == unreduce(y, y);
    const Var inputs[] = {cast(mask, x.dtype())};
    return {mask, emit(id_of_sum(), inputs, y->attributes())};
  }
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    auto [mask, count] = winners(y, x[0]);
    const Var inputs[] = {where(mask, dx[0], Var(0.0))};
    return emit(id_of_sum(), inputs, y->attributes()) / count;
  }
  static Var vjp(int, const Var& ct, const Var& y, Inputs x) {
    auto [mask, count] = winners(y, x[0]);
    return where(mask, unreduce(expand(ct, y.shape()) / count, y), Var(0.0));
  }
  static OpId id_of_sum() { return find_operation("sum"); }
};

struct Sum : ReduceBase {
  static constexpr StructuralFacts facts{"sum", "Sum of the elements over axes.", R"(\sum_i x_i)"};
  static constexpr Fold fold = Fold::sum;
  static constexpr Linear linear = Linear::jointly;
  static Spec shape(Inputs x, const Attributes& axes) { return reduced(x, axes, x[0].dtype()); }
  static Var transpose(int, const Var& ct, const Var& y, Inputs) { return unreduce(ct, y); }
};

struct Max : ExtremeBase {
  static constexpr StructuralFacts facts{
      "max", "Largest element over axes; tied elements share the derivative.", R"(\max_i x_i)"};
  static constexpr Fold fold = Fold::max;
  static Spec shape(Inputs x, const Attributes& axes) { return nonempty("max", x, axes); }
};

struct Min : ExtremeBase {
  static constexpr StructuralFacts facts{
      "min", "Smallest element over axes; tied elements share the derivative.", R"(\min_i x_i)"};
  static constexpr Fold fold = Fold::min;
  static Spec shape(Inputs x, const Attributes& axes) { return nonempty("min", x, axes); }
};

/// The axes as flags, checked.
inline std::vector<bool> reduced_axes(const Var& x, const Axes& axes, const char* name) {
  std::vector<bool> reduced(static_cast<std::size_t>(x.rank()), axes.empty());
  for (std::int64_t given : axes) {
    const auto axis = static_cast<std::size_t>(normalize_axis(given, x.rank(), name));
    if (reduced[axis])
      fail<ShapeError>(std::string(name) + ": axis " + std::to_string(given) + " is given twice");
    reduced[axis] = true;
  }
  return reduced;
}

template <class Op>
Var reduce(const Var& x, const Axes& axes, bool keepdims) {
  const auto reduced = reduced_axes(x, axes, Op::facts.name);
  Shape kept = x.shape();
  Var out = x;
  if (x.dtype() == DType::boolean) out = cast(x, DType::int64);
  for (int last = x.rank(); last > 0;) {
    if (!reduced[static_cast<std::size_t>(last - 1)]) {
      --last;
      continue;
    }
    int first = last;
    while (first > 0 && reduced[static_cast<std::size_t>(first - 1)]) kept[--first] = 1;
    const Var inputs[] = {out};
    out = emit(id_of<Op>(), inputs, {first, last});
    last = first;
  }
  return keepdims ? reshape(out, kept) : out;
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var sum(const Var& x, const Axes& axes, bool keepdims) {
  return structural::reduce<structural::Sum>(x, axes, keepdims);
}
FENCHEL_BODY Var max(const Var& x, const Axes& axes, bool keepdims) {
  return structural::reduce<structural::Max>(x, axes, keepdims);
}
FENCHEL_BODY Var min(const Var& x, const Axes& axes, bool keepdims) {
  return structural::reduce<structural::Min>(x, axes, keepdims);
}

FENCHEL_BODY Var mean(const Var& x, const Axes& axes, bool keepdims) {
  const auto reduced = structural::reduced_axes(x, axes, "mean");
  double count = 1;
  for (int i = 0; i < x.rank(); ++i)
    if (reduced[static_cast<std::size_t>(i)]) count *= static_cast<double>(x.dim(i));
  return sum(x, axes, keepdims) / Var(count);
}

}  // namespace fenchel
