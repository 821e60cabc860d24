// SPDX-License-Identifier: Apache-2.0
// Bodies of envelope.hpp.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/smooth/envelope.hpp>

namespace fenchel::structural {

/// Inputs: the value, theta and the maximizer; only theta carries a derivative.
struct Envelope {
  static constexpr StructuralFacts facts{"envelope",
                                         "A maximum, with its maximizer as its gradient.",
                                         R"(\max_p \langle\theta, p\rangle - \Omega(p))"};
  static constexpr Role role = Role::identity;
  static constexpr int arity = 3;
  static constexpr unsigned active = 0b010;

  static Spec shape(Inputs x, const Attributes&) { return {x[0].dtype(), x[0].shape()}; }
  static Var jvp(const Var&, Inputs x, Inputs dx) { return sum(dx[1] * x[2], {-1}); }
  static Var vjp(int, const Var& ct, const Var&, Inputs x) {
    return (ct.rank() == 0 ? ct : insert_axis(ct, ct.rank())) * x[2];
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
    const std::int64_t n = batch_size(x, batched);
    Vars all(x.begin(), x.end());
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!batched[i]) all[i] = repeat_batch(x[i], n);
    return emit(y->op, all);
  }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var envelope(const Var& value, const Var& theta, const Var& p) {
  static const OpId id = [] {
    register_builtins();
    return add_operation(describe_structural<structural::Envelope>());
  }();
  const Var inputs[] = {value, theta, p};
  return emit(id, inputs);
}

}  // namespace fenchel
