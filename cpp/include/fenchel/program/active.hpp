// SPDX-License-Identifier: Apache-2.0
// Through which nodes of a program a derivative flows, and which derivatives are guarded.
#pragma once

#include <fenchel/program/operation.hpp>
#include <fenchel/program/program.hpp>
#include <fenchel/program/walk.hpp>

namespace fenchel::detail {

/// Which nodes of the order a derivative flows through: parameters, and whatever has an active,
/// differentiable input.
inline std::vector<unsigned char> active_nodes(const Walk& walk, const Program& program) {
  const auto& order = walk.order();
  std::vector<unsigned char> active(order.size(), 0);
  for (const Var& parameter : program.parameters)
    if (walk.visited(parameter.node())) active[parameter->index] = is_floating(parameter.dtype());
  for (Node* node : order) {
    if (active[node->index]) continue;
    const auto inputs = node->inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (walk.visited(inputs[i]) && active[inputs[i]->index] &&
          info(node->op).differentiable(static_cast<int>(i)))
        active[node->index] = 1;
    if (!is_floating(node->dtype) && info(node->op).role != Role::several)
      active[node->index] = 0;
  }
  return active;
}

/// A derivative that came through an operation: it is guarded if that chooses, or what went in was.
/// A number of the program needs no guard: zeros among them are dropped.
inline void guard(const Var& out, bool guarded) {
  if (out && guarded && out->op != op::constant) out->flags |= Node::guarded;
}

}  // namespace fenchel::detail
