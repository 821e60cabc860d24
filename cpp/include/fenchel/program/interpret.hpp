// SPDX-License-Identifier: Apache-2.0
// The one way to run over a program with other values: batching, substitution and smoothing are
// interpretations of it.
#pragma once

#include <algorithm>
#include <fenchel/program/program.hpp>
#include <fenchel/program/walk.hpp>

namespace fenchel {

/// The nodes between parameters and results. Nodes older than every parameter cannot depend on one,
/// so the walk stops at them.
inline Walk walk_program(const Program& program) {
  std::uint64_t oldest = ~std::uint64_t{0};
  for (const Var& parameter : program.parameters) oldest = std::min(oldest, parameter->id);
  Walk walk;
  for (const Var& parameter : program.parameters)
    walk.visit(parameter.node(), [](Node*) { return false; });
  for (const Var& result : program.results)
    walk.visit(result.node(), [&](Node* node) { return node->id > oldest; });
  return walk;
}

/// Values of the results when the parameters have `arguments`. `rule(node, values of its inputs)`
/// gives the value of a node that depends on a parameter; others keep their own, as Value{var}.
template <class Value, class Rule>
std::vector<Value> interpret(const Program& program, const std::vector<Value>& arguments,
                             Rule&& rule) {
  const Walk walk = walk_program(program);
  const auto& order = walk.order();
  std::vector<Value> values(order.size());
  std::vector<unsigned char> depends(order.size(), 0);
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    values[program.parameters[i]->index] = arguments[i];
    depends[program.parameters[i]->index] = 2;
  }
  std::vector<Value> inputs;
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (depends[at] == 2) continue;
    inputs.clear();
    for (Node* input : order[at]->inputs()) {
      const bool inside = walk.visited(input);
      if (inside && depends[input->index]) depends[at] = 1;
      inputs.push_back(inside ? values[input->index] : Value{Var::share(input)});
    }
    values[at] = depends[at] ? rule(*order[at], std::span<const Value>(inputs))
                             : Value{Var::share(order[at])};
  }
  std::vector<Value> out;
  for (const Var& result : program.results) out.push_back(values[result->index]);
  return out;
}

}  // namespace fenchel
