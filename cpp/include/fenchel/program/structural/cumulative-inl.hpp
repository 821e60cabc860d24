// SPDX-License-Identifier: Apache-2.0
// Bodies of cumulative.hpp. Attributes of both operations: the axis, and whether to begin at its
// end. Both are closed under derivatives: no rule divides, so zeros are elements like others.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/cumulative.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/gather-inl.hpp>
#include <fenchel/program/structural/slice.hpp>

namespace fenchel::structural {

inline int running_axis(const Var& y) { return static_cast<int>(y->attributes()[0]); }
inline bool runs_backward(const Var& y) { return y->attributes()[1] != 0; }

/// `size` elements of an axis from `start` on, placed at `to` in zeros of the shape of x.
inline Var moved_part(const Var& x, int axis, std::int64_t start, std::int64_t size,
                      std::int64_t to) {
  const auto at = static_cast<std::size_t>(axis);
  Attributes starts(static_cast<std::size_t>(x.rank()), 0), steps(starts.size(), 1);
  Shape sizes = x.shape();
  sizes[axis] = size;
  starts[at] = start;
  const Var part = slice(x, integers(starts), sizes.dims(), steps);
  starts[at] = to;
  return unslice(part, integers(starts), x.shape(), steps);
}

/// x moved one place along an axis, towards the end or the beginning, with a zero where none was.
inline Var shifted(const Var& x, int axis, bool towards_end) {
  const std::int64_t n = x.dim(axis);
  if (n == 0) return x;
  return towards_end ? moved_part(x, axis, 0, n - 1, 1) : moved_part(x, axis, 1, n - 1, 0);
}

struct RunningBase {
  static constexpr Role role = Role::call;
  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    return emit(y->op, all_batched(x, batched), {running_axis(y) + 1, runs_backward(y)});
  }
};

struct CumulativeSum : RunningBase {
  static constexpr StructuralFacts facts{"cumulative_sum", "Running sums along an axis.",
                                         R"(y_k = \sum_{i \le k} x_i)"};
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;
  static constexpr Linear linear = Linear::jointly;

  static Var transpose(int, const Var& ct, const Var& y, Inputs) {
    return cumulative_sum(expand(ct, y.shape()), running_axis(y), !runs_backward(y));
  }
};

struct LinearRecurrence : RunningBase {
  static constexpr StructuralFacts facts{"linear_recurrence",
                                         "A linear recurrence along an axis, begun at zero.",
                                         R"(h_k = a_k h_{k-1} + b_k)"};
  static constexpr int arity = 2;
  static constexpr unsigned active = 3;

  /// What each a_k was multiplied with: the value before it.
  static Var before(const Var& y) { return shifted(y, running_axis(y), !runs_backward(y)); }
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    Var source;
    if (dx[0]) source = dx[0] * before(y);
    if (dx[1]) source = source ? source + dx[1] : dx[1];
    return linear_recurrence(x[0], expand(source, y.shape()), running_axis(y), runs_backward(y));
  }
  static Var vjp(int input, const Var& ct, const Var& y, Inputs x) {
    const Var after = shifted(x[0], running_axis(y), runs_backward(y));
    const Var adjoint =
        linear_recurrence(after, expand(ct, y.shape()), running_axis(y), !runs_backward(y));
    return input == 1 ? adjoint : adjoint * before(y);
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var cumulative_sum(const Var& x, int axis, bool backward) {
  const Var inputs[] = {x.dtype() == DType::boolean ? cast(x, DType::int64) : x};
  return emit(id_of<structural::CumulativeSum>(), inputs, {axis, backward});
}

FENCHEL_BODY Var linear_recurrence(const Var& a, const Var& b, int axis, bool backward) {
  const Var inputs[] = {a, b};
  return emit(id_of<structural::LinearRecurrence>(), inputs, {axis, backward});
}

FENCHEL_BODY Var cumulative_product(const Var& x, int axis) {
  const Var at = x.dtype() == DType::boolean ? cast(x, DType::int64) : x;
  if (at.dim(axis) == 0) return at;
  return linear_recurrence(at, structural::moved_part(at, axis, 0, 1, 0), axis);
}

}  // namespace fenchel
