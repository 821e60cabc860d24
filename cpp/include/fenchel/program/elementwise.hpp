// SPDX-License-Identifier: Apache-2.0
// Derives the row of an elementwise primitive from its struct: the same chain rule that the static
// engine and the duals use, evaluated at program variables.
#pragma once

#include <fenchel/primitive/chain.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/program/operation.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace derive {

template <class Op, class Y, std::size_t... K>
Var chain_at(std::size_t input, const Var& seed, const Y& y, Inputs x, std::index_sequence<K...>) {
  Var out;
  const auto try_input = [&]<int I>() {
    if constexpr (primitive::differentiable<Op, I>)
      if (input == I)
        out = seed->is(Node::guarded) ? primitive::chain<Op, I, true>(seed, y, x[K]...)
                                      : primitive::chain<Op, I>(seed, y, x[K]...);
  };
  (try_input.template operator()<static_cast<int>(K)>(), ...);
  return out;
}

template <class Op>
struct ElementwiseRules {
  using Each = std::make_index_sequence<Op::arity>;

  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    Var sum;
    for (std::size_t i = 0; i < Op::arity; ++i) {
      if (!dx[i] || !((Op::facts.active >> i) & 1u)) continue;
      Var term = chain_at<Op>(i, dx[i], y, x, Each{});
      sum = sum ? sum + term : term;
    }
    return sum ? expand(sum, y.shape()) : sum;
  }

  static Var vjp(int input, const Var& ct, const Var& y, Inputs x) {
    Var full = chain_at<Op>(static_cast<std::size_t>(input), ct, y, x, Each{});
    return sum_to(full, y.shape(), x[static_cast<std::size_t>(input)].shape());
  }

  static double number(const double* x) {
    return [&]<std::size_t... K>(std::index_sequence<K...>) {
      if constexpr (Op::facts.signature == Signature::selection)
        return static_cast<double>(primitive::apply<Op>(x[0] != 0, x[1], x[2]));
      else if constexpr (Op::facts.signature == Signature::logical)
        return static_cast<double>(primitive::apply<Op>((x[K] != 0)...));
      else return static_cast<double>(primitive::apply<Op>(x[K]...));
    }(Each{});
  }
};

}  // namespace derive

/// The row of the table derived from an elementwise primitive.
template <class Op>
OpInfo describe() {
  using Rules = derive::ElementwiseRules<Op>;
  OpInfo row{
      .name = Op::facts.name, .facts = Op::facts, .role = Role::elementwise, .arity = Op::arity};
  row.chooses = Op::facts.chooses;
  row.active = Op::facts.active & ((1u << Op::arity) - 1);
  row.jvp = Rules::jvp;
  row.vjp = Rules::vjp;
  row.batch = batch_elementwise;
  row.number = Rules::number;
  return row;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
