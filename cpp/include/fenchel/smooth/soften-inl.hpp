// SPDX-License-Identifier: Apache-2.0
// Bodies of soften.hpp: the table of rules and the walk that applies them.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/smooth/rules/carry.hpp>
#include <fenchel/smooth/rules/choose.hpp>
#include <fenchel/smooth/rules/control.hpp>
#include <fenchel/smooth/rules/kinks.hpp>
#include <fenchel/smooth/rules/round.hpp>
#include <fenchel/smooth/soften.hpp>
#include <unordered_map>
#include <unordered_set>

namespace fenchel {
namespace detail {

struct NamedRule {
  const char* operation;
  SoftenRule rule;
};

inline constexpr NamedRule builtin_rules[] = {
    {"greater", soften_greater},
    {"greater_equal", soften_greater},
    {"less", soften_less},
    {"less_equal", soften_less},
    {"equal", soften_equal},
    {"not_equal", soften_not_equal},
    {"logical_not", soften_not},
    {"logical_and", soften_and},
    {"logical_or", soften_or},
    {"logical_xor", soften_xor},
    {"where", soften_where},
    {"cast", soften_cast},
    {"sign", soften_sign},
    {"abs", soften_abs},
    {"copysign", soften_copysign},
    {"nextafter", soften_nextafter},
    {"floor", soften_rounding<soft_floor>},
    {"ceil", soften_rounding<soft_ceil>},
    {"round", soften_rounding<soft_round>},
    {"trunc", soften_rounding<soft_trunc>},
    {"floor_divide", soften_floor_divide},
    {"remainder", soften_remainder},
    {"fmod", soften_fmod},
    {"maximum", soften_maximum},
    {"minimum", soften_minimum},
    {"max", soften_max},
    {"min", soften_min},
    {"stop_gradient", soften_stop_gradient},
    {"alias", carry},
    {"broadcast_to", carry},
    {"reshape", carry},
    {"permute", carry},
    {"slice", carry},
    {"unslice", carry},
    {"slice_update", carry},
    {"concatenate", carry},
    {"gather", carry},
    {"scatter", carry},
    {"loop", soften_loop},
    {"unloop", soften_unloop},
    {"branch", soften_branch},
    {"output", soften_output},
};

using SoftenTable = std::unordered_map<OpId, SoftenRule>;

inline SoftenTable& soften_table() {
  static SoftenTable table = [] {
    SoftenTable rules;
    control::loop_id(), control::unloop_id(), control::branch_id();  // are in the table
    for (const auto& [operation, rule] : builtin_rules) rules[find_operation(operation)] = rule;
    return rules;
  }();
  return table;
}

inline Vars values_of(SoftInputs x) {
  Vars out;
  for (const Soft& input : x) out.push_back(input.value);
  return out;
}

inline Vars hard_values_of(SoftInputs x) {
  Vars out;
  for (const Soft& input : x) out.push_back(hard_of(input));
  return out;
}

/// An operation without a rule: unchanged, if its derivatives say all there is to say.
inline Soft run_unchanged(const Node& node, SoftInputs x) {
  const OpInfo& row = info(node.op);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i].kind == Soft::truth)
      fail<TypeError>("smooth: " + row.name +
                      " needs a truth value, but under smoothing a "
                      "condition is a probability; use it in fl.where or in logical operations, or "
                      "convert it to a number by astype(float)");
    if (x[i].kind != Soft::fixed && !row.differentiable(static_cast<int>(i)))
      fail<TypeError>("smooth: " + row.name +
                      " has no derivative and no rule that smooths it; if "
                      "it should stay as it is, apply fl.stop_gradient to its argument");
  }
  return {emit_softened(node, x), Soft::moving};
}

/// What the derivatives of a program ask of its nodes.
struct Flow {
  std::unordered_set<const Node*> soft;  ///< a derivative may flow through them
  std::unordered_set<const Node*> hard;  ///< stop_gradient holds back what is computed from them
};

inline Flow flow_of(const Program& program) {
  const Walk walk = walk_program(program);
  Flow flow;
  for (const Var& result : program.results) flow.soft.insert(result.node());
  for (std::size_t i = walk.order().size(); i-- > 0;) {
    const Node* node = walk.order()[i];
    const bool stops = node->op == op::stop_gradient;
    for (const Node* in : node->inputs()) {
      if (!stops && flow.soft.count(node)) flow.soft.insert(in);
      if (stops || flow.hard.count(node)) flow.hard.insert(in);
    }
  }
  return flow;
}

/// The value of a node in the smooth program, and beside it, if asked for, in the hard one.
inline Soft soften_node(const Node& node, SoftInputs x, const Scale& scale, const Flow& flow) {
  const auto is_fixed = [](const Soft& input) { return input.kind == Soft::fixed; };
  if (std::all_of(x.begin(), x.end(), is_fixed)) return {emit_like(node, values_of(x))};
  Var hard;
  if (flow.hard.count(&node)) hard = emit_like(node, hard_values_of(x));
  if (!flow.soft.count(&node)) return {hard};
  const auto found = soften_table().find(node.op);
  Soft out = found == soften_table().end() ? run_unchanged(node, x) : found->second(node, x, scale);
  out.hard = hard;
  return out;
}

}  // namespace detail

FENCHEL_BODY void add_soften_rule(const char* operation, SoftenRule rule) {
  detail::soften_table()[find_operation(operation)] = rule;
}

FENCHEL_BODY Vars soften(const Program& program, Inputs arguments, const Scale& scale) {
  const detail::Flow flow = detail::flow_of(program);
  std::vector<Soft> given;
  for (const Var& argument : arguments)
    given.push_back({argument, is_floating(argument.dtype()) ? Soft::moving : Soft::fixed});
  const auto rule = [&](const Node& node, SoftInputs x) {
    return detail::soften_node(node, x, scale, flow);
  };
  return detail::values_of(interpret(program, given, rule));
}

}  // namespace fenchel
