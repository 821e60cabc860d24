// SPDX-License-Identifier: Apache-2.0
// Bodies of report.hpp: the passes of the planner once more, and what they say.
#pragma once

#include <fenchel/execute/planner/plan-inl.hpp>
#include <fenchel/execute/report.hpp>
#include <set>

namespace fenchel {
namespace planner {

class Reporter {
 public:
  explicit Reporter(const Records& records)
      : values_(read_records(records)),
        steps_(schedule(values_)),
        groups_(records, values_, steps_),
        records_(records) {
    Slots(values_, steps_, groups_, memory_)();
    places_.resize(steps_.size());
  }

  PlanReport operator()() {
    PlanReport out{};
    for (std::uint32_t s = 0; s < steps_.size();) {
      const RowGroup* const group = groups_.of(s);
      const std::uint32_t end = group ? group->end : s + 1;
      for (std::uint32_t i = s; i < end; ++i)
        places_[i] = static_cast<std::uint32_t>(out.steps.size());
      out.steps.push_back(step(s, end));
      s = end;
    }
    for (std::uint32_t v : values_.leaves) out.leaf_bytes += bytes_of(values_.all[v]);
    for (std::uint32_t v : values_.roots) out.result_bytes += bytes_of(values_.all[v]);
    const Plan plan = make_plan(records_);
    for (std::size_t s = 0; s < out.steps.size(); ++s)
      if (out.steps[s].kind == StepReport::control)
        out.steps[s].operation_count = work_of(plan.steps[s]);
    out.temporary_bytes = static_cast<std::int64_t>(plan.arena_bytes + plan.scratch_bytes);
    return out;
  }

 private:
  static std::int64_t bytes_of(const Value& value) { return value.size * item_size(value.dtype); }

  StepReport step(std::uint32_t begin, std::uint32_t end) {
    const Value& first = values_.all[steps_[begin].values.front()];
    StepReport out{kind_of(begin, end), first.space, {}, 0, 0, 0, {}};
    std::set<std::uint32_t> read, after;
    for (std::uint32_t s = begin; s < end; ++s)
      for (std::uint32_t v : steps_[s].values) {
        const Value& value = values_.all[v];
        out.operations.push_back(value.op == copy_operation ? "copy" : info(value.op).name);
        out.operation_count += operations_in(value);
        if (is_written(value, end)) out.bytes_written += bytes_of(value);
        for (std::uint32_t input : values_.inputs_of(value)) add_read(input, begin, read, after);
      }
    for (std::uint32_t v : read) out.bytes_read += bytes_of(values_.all[v]);
    for (std::uint32_t s : after) out.after.push_back(places_[s]);
    return out;
  }

  StepReport::Kind kind_of(std::uint32_t begin, std::uint32_t end) const {
    if (end - begin > 1) return StepReport::rows;
    const Value& first = values_.all[steps_[begin].values.front()];
    if (first.kind == Kind::product) return StepReport::product;
    if (first.kind == Kind::whole) return StepReport::call;
    if (first.kind == Kind::several) return StepReport::control;
    return is_scalar(values_, steps_[begin]) ? StepReport::scalars : StepReport::cluster;
  }

  std::int64_t operations_in(const Value& value) const {
    if (value.kind != Kind::product) return value.kind == Kind::whole ? value.size : value.space;
    const Record& a = records_.nodes[records_.inputs_of(records_.nodes[value.record])[0]];
    return 2 * value.size * records_.shape_of(a).back();
  }

  /// What only the steps of a group pass on stays in cache.
  bool is_written(const Value& value, std::uint32_t end) {
    if (value.slot == none) return false;
    for (const auto& local : locals_of(end))
      if (local.slot == value.slot) return false;
    return true;
  }
  std::span<const Rows::Local> locals_of(std::uint32_t end) {
    const RowGroup* const group = groups_.of(end - 1);
    return group ? std::span<const Rows::Local>(group->locals) : std::span<const Rows::Local>();
  }

  /// An input in memory; through a view, what the view shows.
  void add_read(std::uint32_t input, std::uint32_t begin, std::set<std::uint32_t>& read,
                std::set<std::uint32_t>& after) const {
    const Value& value = values_.all[input];
    const Value& source =
        value.kind == Kind::load ? values_.all[values_.views[value.view].value] : value;
    if (source.slot == none || (source.step != none && source.step >= begin)) return;
    read.insert(input);
    if (source.step != none) after.insert(source.step);
  }

  Values values_;
  std::vector<StepValues> steps_;
  RowGroups groups_;
  const Records& records_;
  Plan memory_;
  std::vector<std::uint32_t> places_;  ///< of the steps in the report
};

}  // namespace planner

FENCHEL_BODY PlanReport report(const Records& records) { return planner::Reporter(records)(); }

}  // namespace fenchel
