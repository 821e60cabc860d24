// SPDX-License-Identifier: Apache-2.0
// Bodies of transform.hpp.
#pragma once

#include <algorithm>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/active.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/placed.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/transform.hpp>
#include <unordered_map>

namespace fenchel {
namespace detail {

/// The inputs of a node as variables.
inline Vars inputs_of(const Node* node) {
  Vars out;
  out.reserve(node->inputs().size());
  for (Node* input : node->inputs()) out.push_back(Var::share(input));
  return out;
}

/// What reverse mode has collected, by the places of the nodes in the walk.
struct Cotangents {
  Vars sums;
  std::unordered_map<std::uint32_t, Placed> placed;  ///< of parts taken out, not yet in the sums
  std::unordered_map<std::uint32_t, Vars> several;   ///< of the results of a node that has several

  explicit Cotangents(std::size_t nodes) : sums(nodes) {}

  void add(std::uint32_t place, const Var& part, bool guarded) {
    Var& sum = sums[place];
    guarded = guarded || part->is(Node::guarded) || (sum && sum->is(Node::guarded));
    sum = sum ? sum + part : part;
    guard(sum, guarded);
  }
  /// Of result `k` of a node with several.
  void add_result(const Node& of, std::size_t k, const Var& part) {
    Vars& all = several[of.index];
    all.resize(static_cast<std::size_t>(of.attributes()[0]));
    all[k] = part;
  }
  /// The whole cotangent of a node at a place, or nothing.
  const Var& of(const Node* node, std::size_t place) {
    const auto key = static_cast<std::uint32_t>(place);
    if (const auto found = placed.find(key); found != placed.end()) {
      add(key, found->second.joined(*node), true);
      placed.erase(found);
    }
    return sums[place];
  }
};

/// One step of reverse mode: sends the cotangent of `node` to its active inputs.
inline void pull_through(Node* node, const Var& ct, const std::vector<unsigned char>& active,
                         const Walk& walk, Cotangents& cotangents) {
  const OpInfo& row = info(node->op);
  if (row.role == Role::output) {
    if (!walk.visited(node->in[0]) || !active[node->in[0]->index]) return;
    const Var whole = expand(ct, node->shape());
    guard(whole, ct->is(Node::guarded));
    return cotangents.add_result(*node->in[0], static_cast<std::size_t>(node->attributes()[0]),
                                 whole);
  }
  const Var y = Var::share(node);
  const Vars x = inputs_of(node);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!walk.visited(x[i].node()) || !active[x[i]->index] ||
        !row.differentiable(static_cast<int>(i)))
      continue;
    const std::uint32_t place = x[i]->index;
    const int axis = axis_of_part(*node, *x[i].node());
    if (axis >= 0 && cotangents.placed[place].add(ct, *node, axis)) continue;
    const Var part = row.vjp(static_cast<int>(i), ct, y, x);
    if (!part || is_zero(part)) continue;
    cotangents.add(place, part, row.chooses || ct->is(Node::guarded));
  }
}

/// The same for a node with several results: all their cotangents at once.
inline void pull_through_several(Node* node, const Vars& cts,
                                 const std::vector<unsigned char>& active, const Walk& walk,
                                 Cotangents& cotangents) {
  const Vars x = inputs_of(node);
  std::vector<unsigned char> wanted(x.size(), 0);
  std::vector<std::uint32_t> places;  // the rule walks, too
  for (std::size_t i = 0; i < x.size(); ++i) {
    places.push_back(x[i]->index);
    wanted[i] = walk.visited(x[i].node()) && active[places[i]];
  }
  const Vars parts = info(node->op).vjp_of_several(Var::share(node), x, cts, wanted);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (wanted[i] && parts[i] && !is_zero(parts[i]))
      cotangents.add(places[i], parts[i], parts[i]->is(Node::guarded));
}

}  // namespace detail

FENCHEL_BODY Vars pullback(const Program& program, Inputs seeds) {
  const Walk walk = walk_program(program);
  const auto active = detail::active_nodes(walk, program);
  detail::Cotangents cotangents(walk.order().size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const Var& result = program.results[i];
    if (!seeds[i] || !walk.visited(result.node()) || !active[result->index]) continue;
    cotangents.add(result->index, seeds[i], false);
  }
  std::vector<unsigned char> is_parameter(walk.order().size(), 0);
  for (const Var& parameter : program.parameters)
    if (walk.visited(parameter.node())) is_parameter[parameter->index] = 1;
  for (std::size_t i = walk.order().size(); i-- > 0;) {
    Node* node = walk.order()[i];
    if (is_parameter[i]) continue;
    const auto found = cotangents.several.find(static_cast<std::uint32_t>(i));
    if (found != cotangents.several.end())
      detail::pull_through_several(node, found->second, active, walk, cotangents);
    if (!cotangents.of(node, i)) continue;
    const Var ct = std::move(cotangents.sums[i]);
    detail::pull_through(node, ct, active, walk, cotangents);
  }
  Vars out;
  for (const Var& parameter : program.parameters) {
    const bool reached = walk.visited(parameter.node()) && cotangents.of(parameter.node(), parameter->index);
    out.push_back(reached ? expand(cotangents.sums[parameter->index], parameter.shape())
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
    if (!any) continue;
    Var tangent = row.jvp(Var::share(node), x, dx);
    if (!tangent || is_zero(tangent)) continue;
    detail::guard(tangent, guarded);
    tangents[node->index] = std::move(tangent);
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
