// SPDX-License-Identifier: Apache-2.0
// Bodies of transform.hpp.
#pragma once

#include <algorithm>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/transform.hpp>

namespace fenchel {
namespace detail {

/// The inputs of a node as variables.
inline Vars inputs_of(const Node* node) {
  Vars out;
  out.reserve(node->inputs().size());
  for (Node* input : node->inputs()) out.push_back(Var::share(input));
  return out;
}

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
    if (!is_floating(node->dtype)) active[node->index] = 0;
  }
  return active;
}

/// A derivative that came through an operation: it is guarded if that chooses, or what went in was.
inline void guard(const Var& out, bool guarded) {
  if (out && guarded) out->flags |= Node::guarded;
}

/// One step of reverse mode: sends the cotangent of `node` to its active inputs.
inline void pull_through(Node* node, const Var& ct, const std::vector<unsigned char>& active,
                         const Walk& walk, Vars& cotangents) {
  const OpInfo& row = info(node->op);
  const Var y = Var::share(node);
  const Vars x = inputs_of(node);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!walk.visited(x[i].node()) || !active[x[i]->index] ||
        !row.differentiable(static_cast<int>(i)))
      continue;
    Var part = row.vjp(static_cast<int>(i), ct, y, x);
    if (!part) continue;
    Var& sum = cotangents[x[i]->index];
    const bool guarded = row.chooses || ct->is(Node::guarded) || (sum && sum->is(Node::guarded));
    sum = sum ? sum + part : part;
    guard(sum, guarded);
  }
}

}  // namespace detail

FENCHEL_BODY Vars pullback(const Program& program, Inputs seeds) {
  const Walk walk = walk_program(program);
  const auto active = detail::active_nodes(walk, program);
  Vars cotangents(walk.order().size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const Var& result = program.results[i];
    if (!seeds[i] || !walk.visited(result.node()) || !active[result->index]) continue;
    Var& sum = cotangents[result->index];
    sum = sum ? sum + seeds[i] : seeds[i];
  }
  std::vector<unsigned char> is_parameter(walk.order().size(), 0);
  for (const Var& parameter : program.parameters)
    if (walk.visited(parameter.node())) is_parameter[parameter->index] = 1;
  for (std::size_t i = walk.order().size(); i-- > 0;) {
    if (!cotangents[i] || is_parameter[i]) continue;
    const Var ct = std::move(cotangents[i]);
    detail::pull_through(walk.order()[i], ct, active, walk, cotangents);
  }
  Vars out;
  for (const Var& parameter : program.parameters) {
    const bool reached = walk.visited(parameter.node()) && cotangents[parameter->index];
    out.push_back(reached ? expand(cotangents[parameter->index], parameter.shape())
                          : zeros_like(parameter));
  }
  return out;
}

FENCHEL_BODY Vars pushforward(const Program& program, Inputs seeds) {
  const Walk walk = walk_program(program);
  const auto active = detail::active_nodes(walk, program);
  Vars tangents(walk.order().size());
  for (std::size_t i = 0; i < seeds.size(); ++i)
    if (walk.visited(program.parameters[i].node()))
      tangents[program.parameters[i]->index] = seeds[i];
  std::vector<unsigned char> is_parameter(walk.order().size(), 0);
  for (const Var& parameter : program.parameters)
    if (walk.visited(parameter.node())) is_parameter[parameter->index] = 1;
  for (Node* node : walk.order()) {
    if (!active[node->index] || is_parameter[node->index]) continue;
    const OpInfo& row = info(node->op);
    const Vars x = detail::inputs_of(node);
    Vars dx(x.size());
    bool any = false, guarded = row.chooses;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!walk.visited(x[i].node()) || !row.differentiable(static_cast<int>(i))) continue;
      dx[i] = tangents[x[i]->index];
      any = any || dx[i];
      guarded = guarded || (dx[i] && dx[i]->is(Node::guarded));
    }
    if (any) tangents[node->index] = row.jvp(Var::share(node), x, dx);
    detail::guard(tangents[node->index], guarded);
  }
  Vars out;
  for (const Var& result : program.results)
    out.push_back(walk.visited(result.node()) ? tangents[result->index] : Var());
  return out;
}

FENCHEL_BODY Vars substitute(const Program& program, Inputs arguments) {
  const Vars given(arguments.begin(), arguments.end());
  return interpret(program, given,
                   [](const Node& node, Inputs inputs) { return emit_like(node, inputs); });
}

FENCHEL_BODY std::vector<Batched> batch(const Program& program,
                                        const std::vector<Batched>& arguments) {
  return interpret(program, arguments, [](const Node& node, std::span<const Batched> inputs) {
    Vars x;
    std::vector<unsigned char> flags;
    for (const Batched& input : inputs) {
      x.push_back(input.value);
      flags.push_back(input.batched);
    }
    if (std::none_of(flags.begin(), flags.end(), [](unsigned char f) { return f; }))
      return Batched{emit_like(node, x), false};
    return Batched{info(node.op).batch(Var::share(const_cast<Node*>(&node)), x, flags), true};
  });
}

}  // namespace fenchel
