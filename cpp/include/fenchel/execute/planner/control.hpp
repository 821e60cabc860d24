// SPDX-License-Identifier: Apache-2.0
// Steps that run subprograms: loops, their reverse sweeps, branches. A subprogram is planned here,
// once.
#pragma once

#include <fenchel/control/sizes.hpp>
#include <fenchel/execute/executable.hpp>
#include <fenchel/execute/planner/known.hpp>
#include <fenchel/execute/planner/schedule.hpp>
#include <fenchel/program/structural/several.hpp>

namespace fenchel::planner {

class ControlBuilder {
 public:
  ControlBuilder(const Records& records, const Values& values, const StepValues& step)
      : records_(records), values_(values), value_(values.all[step.values[0]]) {
    const auto region = [&](const RegionRecords& r) { return r.node == value_.record; };
    std::ranges::copy_if(records.regions, std::back_inserter(regions_), region);
    own_ = without_specs(records.attributes_of(record()));
    for (std::uint32_t v : step.values)
      if (values.all[v].kind == Kind::output) {
        const Record& taken = records.nodes[values.all[v].record];
        outputs_.emplace_back(records.attributes_of(taken)[0], values.all[v].slot);
      }
  }

  Step operator()() {
    const std::string& name = info(value_.op).name;
    if (name == "branch") return branch();
    if (name == "unloop") return unloop();
    return loop();
  }

 private:
  const Record& record() const { return records_.nodes[value_.record]; }
  std::uint32_t take() { return values_.all[values_.inputs_of(value_)[next_++]].slot; }
  std::vector<std::uint32_t> take(std::size_t count) {
    std::vector<std::uint32_t> out;
    while (count-- > 0) out.push_back(take());
    return out;
  }

  static std::size_t bytes_of(const Records& records, std::uint32_t node) {
    const Record& record = records.nodes[node];
    return static_cast<std::size_t>(Shape(records.shape_of(record)).size() *
                                    item_size(record.dtype));
  }
  const Records& region(std::size_t i) const { return *regions_[i].records; }

  /// The next inputs of the step, of the sizes of parameters of a region.
  std::vector<Piece> take_pieces(const Records& region, std::size_t first, std::size_t count) {
    std::vector<Piece> out;
    for (std::size_t i = first; i < first + count; ++i)
      out.push_back({take(), bytes_of(region, static_cast<std::uint32_t>(i))});
    return out;
  }

  /// Results of the step, of the sizes of results of a region.
  std::vector<Piece> results(const Records& region, std::size_t first, std::size_t end) const {
    std::vector<Piece> out;
    for (std::size_t k = first; k < end; ++k)
      out.push_back({slot_of(static_cast<std::int64_t>(k)), bytes_of(region, region.roots[k])});
    return out;
  }
  std::uint32_t slot_of(std::int64_t result) const {
    for (const auto& [k, slot] : outputs_)
      if (k == result) return slot;
    return no_slot;
  }

  /// Plans a region, and takes the arrays that are its leaves behind the parameters.
  Subprogram subprogram(std::size_t i, bool derived) {
    const auto arrays = take_arrays(region(i));
    return {planned(region(i), derived), arrays};
  }
  std::vector<std::uint32_t> take_arrays(const Records& region) {
    const auto is_array = [](const Record& node) { return node.op == op::array; };
    return take(static_cast<std::size_t>(std::ranges::count_if(region.nodes, is_array)));
  }
  std::shared_ptr<const Executable> planned(Records region, bool derived) const {
    region.derived = region.derived || derived || records_.derived;
    return make_executable(region);
  }

  /// Everything of a loop but its subprograms and results.
  LoopStep loop_inputs(const LoopSizes& sizes) {
    LoopStep out{};
    out.steps = sizes.steps;
    out.count = sizes.counted ? take() : no_slot;
    out.carries = take_pieces(region(0), 0, sizes.carries);
    out.slices = take_pieces(region(0), sizes.carries, sizes.slices);
    out.invariants = take(sizes.invariants);
    out.tested = take(sizes.tested);
    out.source = regions_[0].records;
    return out;
  }
  void plan_loop(LoopStep& out, const LoopSizes& sizes, bool derived) {
    out.body = subprogram(0, derived);
    if (sizes.has_condition()) out.condition = subprogram(1, derived);
  }

  Step loop() {
    const LoopSizes sizes = LoopSizes::read(own_);
    LoopStep out = loop_inputs(sizes);
    plan_loop(out, sizes, false);
    out.last = results(region(0), 0, sizes.carries);
    out.rows = results(region(0), sizes.carries, region(0).roots.size());
    return out;
  }

  Step unloop() {
    const auto sizes = UnloopSizes::read(own_, region(0).roots.size());
    UnloopStep out{};
    out.loop = loop_inputs(sizes.loop);
    const Records& back = region(sizes.loop.has_condition() ? 2 : 1);
    const std::size_t first = sizes.loop.carries + sizes.loop.slices + sizes.loop.invariants;
    const auto sums = static_cast<std::size_t>(std::ranges::count(sizes.invariants, 1));
    out.cotangents = take_pieces(back, first, sizes.cotangents);
    out.rows = take_pieces(back, first + sizes.cotangents + sums, sizes.rows);
    out.taken = take(sizes.taken);
    plan_loop(out.loop, sizes.loop, true);
    const std::size_t parameters = first + sizes.cotangents + sums + sizes.rows + sizes.taken;
    plan_back(out, back, first, parameters);
    const auto& bodies = region(0);
    for (std::size_t k = sizes.loop.carries; k < bodies.roots.size(); ++k)
      out.loop.rows.push_back({no_slot, bytes_of(bodies, bodies.roots[k])});
    out.before = results(back, 0, sizes.cotangents);
    out.sums = results(back, sizes.cotangents, sizes.cotangents + sums);
    out.slices = results(back, sizes.cotangents + sums, back.roots.size());
    return out;
  }

  /// Plans a step back, which reads the carries after its step instead of computing them again.
  void plan_back(UnloopStep& out, const Records& back, std::size_t shared, std::size_t parameters) {
    out.back.arrays = take_arrays(back);
    NodeNumbers numbers;
    const auto of_body = numbers(region(0), shared, out.loop.body.arrays);
    const KnownCarries known(region(0), of_body, out.loop.carries.size(),
                             numbers(back, shared, out.back.arrays));
    out.known = known.carries;
    out.back.plan =
        planned(with_parameters(back, static_cast<std::uint32_t>(parameters), known.nodes), true);
  }

  Step branch() {
    BranchStep out{};
    out.index = take();
    out.operands = take(static_cast<std::size_t>(own_[0]));
    for (std::size_t i = 0; i < regions_.size(); ++i) out.branches.push_back(subprogram(i, false));
    out.results = results(region(0), 0, region(0).roots.size());
    return out;
  }

  const Records& records_;
  const Values& values_;
  const Value& value_;
  std::vector<RegionRecords> regions_;
  std::span<const std::int64_t> own_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> outputs_;
  std::size_t next_ = 0;
};

/// Whether two steps run the same loop on the same values.
inline bool is_same_loop(const LoopStep& a, const LoopStep& b) {
  const auto same = [](const std::vector<Piece>& x, const std::vector<Piece>& y) {
    return std::ranges::equal(x, y, {}, &Piece::slot, &Piece::slot);
  };
  return a.source == b.source && a.steps == b.steps && a.count == b.count &&
         same(a.carries, b.carries) && same(a.slices, b.slices) && a.invariants == b.invariants &&
         a.tested == b.tested;
}

/// A reverse sweep goes back over the carries of a step that runs the loop before it.
inline void share_loops(std::vector<Step>& steps) {
  for (std::size_t s = 0; s < steps.size(); ++s) {
    auto* const back = std::get_if<UnloopStep>(&steps[s]);
    for (std::size_t r = 0; back && r < s; ++r) {
      auto* const loop = std::get_if<LoopStep>(&steps[r]);
      if (!loop || !is_same_loop(*loop, back->loop)) continue;
      loop->kept = true;
      back->after = r;
    }
  }
}

}  // namespace fenchel::planner
