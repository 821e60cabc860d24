// SPDX-License-Identifier: Apache-2.0
// Turns the values of a step into instructions over registers, arrays and numbers. A value that
// other steps read is computed directly into its memory and read back from it, still in cache.
#pragma once

#include <fenchel/execute/planner/joint.hpp>
#include <fenchel/execute/planner/parts.hpp>
#include <fenchel/execute/planner/places.hpp>
#include <fenchel/execute/planner/registers.hpp>
#include <fenchel/execute/planner/slots.hpp>
#include <fenchel/execute/whole_kernels.hpp>

namespace fenchel::planner {

class ClusterBuilder {
 public:
  ClusterBuilder(const Records& records, const Values& values, const Fusion& fusion, Places& places,
                 std::uint32_t step)
      : records_(records),
        values_(values),
        fusion_(fusion),
        places_(places),
        step_(step),
        set_(kernels()) {}

  Cluster operator()(const StepValues& step) {
    cluster_.n = values_.all[step.values.front()].space;
    places_.find_last_reads(fusion_, step);
    joints_ = Joints(values_, step);
    for (position_ = 0; position_ < step.values.size(); ++position_) emit(step.values[position_]);
    cluster_.registers = registers_.count();
    cluster_.block = block_size();
    cluster_.part = part_of(cluster_);
    return std::move(cluster_);
  }

 private:
  void emit(std::uint32_t v) {
    if (fusion_.inside(v)) return;
    if (places_.step[v] == step_) return release_inputs(v);  // came with its partner
    const Value& value = values_.all[v];
    Action action{Action::compute, {}, 0};
    std::uint32_t at = 0;
    fusion_.for_each_operand(v, [&](std::uint32_t input) {
      action.instruction.in[at] = operand_of(input);
      action.instruction.stride[at++] = stride_of(input);
    });
    if (value.kind == Kind::fold) return emit_fold(v, value, action);
    if (const Joint* joint = joints_.of(v)) return emit_joint(*joint, action);
    action.instruction.kernel = fusion_.kernels(v).block;
    // A register may be overwritten while it is read only where elements keep their places.
    if (!same_items(value)) action.instruction.out = destination(v, value);
    release_inputs(v);
    if (same_items(value)) action.instruction.out = destination(v, value);
    cluster_.actions.push_back(action);
  }

  void emit_fold(std::uint32_t v, const Value& value, Action& action) {
    action.kind = Action::fold;
    action.index = static_cast<std::uint32_t>(cluster_.folds.size());
    const FoldExtents extents = fold_extents(records_, value.record);
    const FoldKernel kernel =
        set_.fold[static_cast<int>(info(value.op).fold)][static_cast<int>(value.dtype)];
    cluster_.folds.push_back(
        {kernel, fusion_.fold(v), extents.k, extents.inner, value.size, value.slot});
    release_inputs(v);
    cluster_.actions.push_back(action);
  }

  void emit_joint(const Joint& joint, Action& action) {
    action.instruction.kernel = joint.kernel;
    release_inputs(joint.value);
    action.instruction.out = destination(joint.value, values_.all[joint.value]);
    action.instruction.second = destination(joint.partner, values_.all[joint.partner]);
    cluster_.actions.push_back(action);
  }

  bool same_items(const Value& value) const {
    for (std::uint32_t input : values_.inputs_of(value))
      if (item_size(values_.all[input].dtype) != item_size(value.dtype)) return false;
    return true;
  }

  std::uint32_t destination(std::uint32_t v, const Value& value) {
    const auto item = static_cast<std::uint8_t>(item_size(value.dtype));
    if (value.slot != none) return place(v, {Operand::in_array, item, value.slot});
    return place(v, {Operand::in_register, item, registers_.take()});
  }

  std::uint32_t place(std::uint32_t v, Operand operand) {
    cluster_.operands.push_back(operand);
    places_.step[v] = step_;
    return places_.operand[v] = static_cast<std::uint32_t>(cluster_.operands.size() - 1);
  }

  std::uint32_t operand_of(std::uint32_t v) {
    if (places_.step[v] == step_) return places_.operand[v];
    const Value& value = values_.all[v];
    const auto item = static_cast<std::uint8_t>(item_size(value.dtype));
    if (value.kind == Kind::constant) {
      cluster_.constants.push_back(value.number);
      return place(v, {Operand::of_constant, item,
                       static_cast<std::uint32_t>(cluster_.constants.size() - 1)});
    }
    if (value.kind == Kind::load) return load(v, value, item);
    return place(v, {value.size == 1 ? Operand::of_number : Operand::in_array, item, value.slot});
  }

  std::uint32_t load(std::uint32_t v, const Value& value, std::uint8_t item) {
    View view = to_slots(values_, values_.views[value.view]);
    if (values_.is_window(value)) {
      cluster_.windows.push_back(std::move(view));
      const auto kind = value.size == 1 ? Operand::of_view_number : Operand::in_window;
      return place(v, {kind, item, static_cast<std::uint32_t>(cluster_.windows.size() - 1)});
    }
    const std::uint32_t out = place(v, {Operand::in_register, item, registers_.take()});
    cluster_.loads.push_back({set_.load[item], std::move(view)});
    Action action{Action::load, {}, static_cast<std::uint32_t>(cluster_.loads.size() - 1)};
    action.instruction.out = out;
    cluster_.actions.push_back(action);
    return out;
  }

  std::uint8_t stride_of(std::uint32_t v) const {
    return cluster_.n == 1 || values_.all[v].size != 1 ? 1 : 0;
  }

  /// Each operand is given back once, however often the instruction reads it.
  void release_inputs(std::uint32_t v) {
    fusion_.for_each_operand(v, [&](std::uint32_t input) {
      if (places_.last[input] != position_) return;
      places_.last[input] = none;
      release(input);
    });
  }

  void release(std::uint32_t v) {
    const Operand& operand = cluster_.operands[places_.operand[v]];
    if (operand.kind == Operand::in_register) registers_.give_back(operand.index);
  }

  /// Few registers allow long blocks; all of them together should stay in the first-level cache.
  std::int64_t block_size() const {
    if (cluster_.n == 1) return 1;
    return cluster_.registers > 32   ? 64
           : cluster_.registers > 16 ? 128
           : cluster_.registers > 4  ? 256
                                     : 512;
  }

  const Records& records_;
  const Values& values_;
  const Fusion& fusion_;
  Places& places_;
  std::uint32_t step_, position_ = 0;
  const KernelSet& set_;
  Registers registers_;
  Joints joints_;
  Cluster cluster_;
};

}  // namespace fenchel::planner
