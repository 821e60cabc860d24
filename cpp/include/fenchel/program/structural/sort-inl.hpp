// SPDX-License-Identifier: Apache-2.0
// Bodies of sort.hpp. Attribute: the type of the input, which the kernel is not told otherwise.
#pragma once

#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/sort.hpp>

namespace fenchel::structural {

struct SortingOrder {
  static constexpr StructuralFacts facts{"sorting_order", "Positions that sort the last axis.",
                                         R"(x_{y_1} \le x_{y_2} \le \dots)"};
  static constexpr Role role = Role::call;
  static constexpr int arity = 1;
  static constexpr unsigned active = 0;

  static Spec shape(Inputs x, const Attributes&) { return {DType::int64, x[0].shape()}; }
  static Var jvp(const Var&, Inputs, Inputs) { return {}; }
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    return emit_like(*y.node(), x);
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var sorting_order(const Var& x) {
  const Var inputs[] = {x};
  return emit(id_of<structural::SortingOrder>(), inputs, {static_cast<std::int64_t>(x.dtype())});
}

}  // namespace fenchel
