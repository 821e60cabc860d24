// SPDX-License-Identifier: Apache-2.0
// The planner: records -> values -> steps -> memory -> instructions.
#pragma once

#include <algorithm>
#include <fenchel/execute/interpreter.hpp>
#include <fenchel/execute/planner/calls.hpp>
#include <fenchel/execute/planner/control.hpp>
#include <fenchel/execute/planner/parts.hpp>
#include <fenchel/execute/planner/scalars.hpp>
#include <fenchel/execute/planner/schedule-inl.hpp>
#include <fenchel/execute/planner/values-inl.hpp>

namespace fenchel {
namespace planner {

inline Step make_step(const Records& records, const Values& values, const Fusion& fusion,
                      Places& places, std::uint32_t s, const StepValues& step) {
  const Value& first = values.all[step.values.front()];
  if (first.kind == Kind::product) return make_product(records, values, first);
  if (first.kind == Kind::whole) return make_whole(records, values, first);
  if (first.kind == Kind::several) return ControlBuilder(records, values, step)();
  if (is_scalar(values, step)) return ScalarsBuilder(values, fusion, places, s)(step);
  return ClusterBuilder(records, values, fusion, places, s)(step);
}

/// The clusters of a group, as one step.
inline Rows make_rows(const Records& records, const Values& values, const Fusion& fusion,
                      Places& places, const RowGroup& group, const std::vector<StepValues>& steps) {
  Rows out{group.rows, group.block, {}, group.locals};
  for (std::uint32_t s = group.first; s < group.end; ++s) {
    const Value& first = values.all[steps[s].values.front()];
    if (first.kind == Kind::product) {
      Product product = make_product(records, values, first);
      const bool adds = row_role(product, group.rows) == RowRole::adds;
      out.parts.push_back(RowProduct{std::move(product), adds});
    } else {
      out.parts.push_back(ClusterBuilder(records, values, fusion, places, s)(steps[s]));
    }
  }
  out.shared = may_share(out);
  return out;
}

}  // namespace planner

FENCHEL_BODY Plan make_plan(const Records& records) {
  planner::Values values = planner::read_records(records);
  auto steps = planner::schedule(values);
  Plan plan;
  planner::RowGroups groups(records, values, steps);
  planner::Slots(values, steps, groups, plan)();
  const planner::Fusion fusion(values, steps);
  planner::Places places(values.all.size());
  for (std::uint32_t s = 0; s < steps.size();) {
    const planner::RowGroup* const group = groups.of(s);
    if (group)
      plan.steps.push_back(planner::make_rows(records, values, fusion, places, *group, steps));
    else plan.steps.push_back(planner::make_step(records, values, fusion, places, s, steps[s]));
    s = group ? group->end : s + 1;
    plan.scratch_bytes = std::max(plan.scratch_bytes, scratch_of(plan.steps.back()));
  }
  planner::share_loops(plan.steps);
  return plan;
}

}  // namespace fenchel
