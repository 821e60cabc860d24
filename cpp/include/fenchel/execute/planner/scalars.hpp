// SPDX-License-Identifier: Apache-2.0
// Turns the values of a step of single numbers into instructions over words.
#pragma once

#include <fenchel/execute/planner/chains.hpp>
#include <fenchel/execute/planner/kernels_of.hpp>
#include <fenchel/execute/planner/places.hpp>
#include <fenchel/execute/planner/registers.hpp>

namespace fenchel::planner {

/// Whether a step is nothing but elementwise work on single numbers.
inline bool is_scalar(const Values& values, const StepValues& step) {
  for (std::uint32_t v : step.values)
    if (values.all[v].kind != Kind::element || values.all[v].space != 1) return false;
  return true;
}

class ScalarsBuilder {
 public:
  ScalarsBuilder(const Values& values, const Fusion& fusion, Places& places, std::uint32_t step)
      : values_(values), fusion_(fusion), places_(places), step_(step) {}

  Scalars operator()(const StepValues& values) {
    const StepValues step = Chains(values_, fusion_, places_, values)();
    places_.find_last_reads(fusion_, step);
    for_each_input(step, [this](std::uint32_t v) { enter_constant(v); });
    for_each_input(step, [this](std::uint32_t v) { enter_read(v); });
    for (position_ = 0; position_ < step.values.size(); ++position_) emit(step.values[position_]);
    stop();
    out_.words = words_.count();
    return std::move(out_);
  }

 private:
  std::uint32_t place(std::uint32_t v) {
    places_.step[v] = step_;
    return places_.operand[v] = words_.take();
  }

  template <class Enter>
  void for_each_input(const StepValues& step, Enter&& enter) const {
    for (std::uint32_t v : step.values)
      fusion_.for_each_operand(v, [&](std::uint32_t input) {
        if (places_.step[input] != step_) enter(input);
      });
  }

  /// Constants come first: they are copied as one block.
  void enter_constant(std::uint32_t v) {
    if (values_.all[v].kind != Kind::constant) return;
    std::memcpy(&out_.constants.emplace_back(), &values_.all[v].number, sizeof(Word));
    place(v);
  }

  /// What comes from other steps is read before anything is computed.
  void enter_read(std::uint32_t v) {
    const Value& value = values_.all[v];
    if (value.step == step_) return;
    const std::uint32_t word = place(v);
    if (value.kind == Kind::load)
      out_.elements.push_back({to_slots(values_, values_.views[value.view]), word, item(value)});
    else out_.reads.push_back({value.slot, word, item(value)});
  }

  void emit(std::uint32_t v) {
    if (out_.instructions.size() % (Scalars::chunk + 1) == Scalars::chunk) stop();
    const Value& value = values_.all[v];
    const ElementKernels kernels = fusion_.kernels(v);
    ScalarInstruction instruction{kernels.scalar, 0, {}};
    std::uint32_t at = 0;
    fusion_.for_each_operand(v, [&](std::uint32_t input) {
      if (input == last_ && kernels.chained[at]) instruction.kernel = kernels.chained[at];
      instruction.in[at++] = places_.operand[input];
    });
    fusion_.for_each_operand(v, [&](std::uint32_t input) { release(input); });
    instruction.out = place(v);
    out_.instructions.push_back(instruction);
    last_ = v;
    if (value.slot != none) out_.writes.push_back({value.slot, instruction.out, item(value)});
  }

  /// Behind a stop there is no last number.
  void stop() {
    out_.instructions.push_back({[](Word*, const ScalarInstruction*, double) {}, 0, {}});
    last_ = none;
  }

  /// Words that are read or written at an end of the program keep their number; the others are used
  /// again, once for every value.
  void release(std::uint32_t v) {
    if (values_.all[v].kind != Kind::element || values_.all[v].slot != none) return;
    if (places_.last[v] != position_ || values_.all[v].step != step_) return;
    places_.last[v] = none;
    words_.give_back(places_.operand[v]);
  }

  static std::uint8_t item(const Value& value) {
    return static_cast<std::uint8_t>(item_size(value.dtype));
  }

  const Values& values_;
  const Fusion& fusion_;
  Places& places_;
  std::uint32_t step_, position_ = 0;
  std::uint32_t last_ = none;  ///< the value of the instruction before
  Registers words_;
  Scalars out_;
};

}  // namespace fenchel::planner
