// SPDX-License-Identifier: Apache-2.0
// Bodies of soften.hpp: the table of rules and the walk that applies them.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/smooth/rules/carry.hpp>
#include <fenchel/smooth/rules/choose.hpp>
#include <fenchel/smooth/rules/kinks.hpp>
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
};

using SoftenTable = std::unordered_map<OpId, SoftenRule>;

inline SoftenTable& soften_table() {
  static SoftenTable table = [] {
    SoftenTable rules;
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

/// The nodes that reach a result only through stop_gradient: no derivative asks for them.
inline std::unordered_set<const Node*> held_back(const Program& program) {
  const Walk all = walk_program(program);
  std::unordered_set<const Node*> held(all.order().begin(), all.order().end());
  Walk flowing;
  for (const Var& result : program.results)
    flowing.visit(result.node(), [&](Node* node) {
      return node->op != op::stop_gradient && held.count(node) > 0;
    });
  for (const Node* node : flowing.order()) held.erase(node);
  return held;
}

/// Whether the operation is computed as it is: nothing flows into it, or nothing out of it and no
/// probability takes the place of a truth value it needs.
inline bool stays_hard(SoftInputs x, bool held) {
  return std::all_of(x.begin(), x.end(), [held](const Soft& input) {
    return input.kind == Soft::fixed || (held && input.kind == Soft::moving);
  });
}

}  // namespace detail

FENCHEL_BODY void add_soften_rule(const char* operation, SoftenRule rule) {
  detail::soften_table()[find_operation(operation)] = rule;
}

FENCHEL_BODY Vars soften(const Program& program, Inputs arguments, const Scale& scale) {
  const auto held = detail::held_back(program);
  std::vector<Soft> given;
  for (const Var& argument : arguments)
    given.push_back({argument, is_floating(argument.dtype()) ? Soft::moving : Soft::fixed});
  const auto rule = [&](const Node& node, SoftInputs x) -> Soft {
    if (detail::stays_hard(x, held.count(&node) > 0))
      return {emit_like(node, detail::values_of(x)), Soft::fixed};
    const auto found = detail::soften_table().find(node.op);
    return found == detail::soften_table().end() ? detail::run_unchanged(node, x)
                                                 : found->second(node, x, scale);
  };
  return detail::values_of(interpret(program, given, rule));
}

}  // namespace fenchel
