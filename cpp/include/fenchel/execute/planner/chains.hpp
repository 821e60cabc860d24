// SPDX-License-Identifier: Apache-2.0
// The order of a scalar program: where an instruction can be followed by one that reads its number,
// it is, so that the number need not go through memory.
#pragma once

#include <fenchel/execute/planner/places.hpp>

namespace fenchel::planner {

class Chains {
 public:
  Chains(const Values& values, const Fusion& fusion, Places& places, const StepValues& step)
      : values_(values), fusion_(fusion), place_(places.operand), step_(step) {
    for (std::uint32_t at = 0; at < size(); ++at) place_[step.values[at]] = at;
    count_readers();
    list_readers();
  }

  /// The values that have an instruction, in the order of their chains.
  StepValues operator()() {
    StepValues out;
    out.values.reserve(size());
    std::vector<unsigned char> done(size(), 0);
    for (std::uint32_t head = 0; head < size(); ++head)
      for (std::uint32_t at = head; at != none && has_instruction(at) && !done[at]; at = next(at)) {
        done[at] = 1;
        out.values.push_back(step_.values[at]);
      }
    return out;
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(step_.values.size()); }
  bool has_instruction(std::uint32_t at) const { return !fusion_.inside(step_.values[at]); }

  /// Calls use(operand, reader) for positions in the step.
  template <class Use>
  void for_each_read(Use&& use) const {
    const std::uint32_t here = values_.all[step_.values[0]].step;
    for (std::uint32_t at = 0; at < size(); ++at)
      if (has_instruction(at))
        fusion_.for_each_operand(step_.values[at], [&](std::uint32_t v) {
          const Value& value = values_.all[v];
          if (value.kind == Kind::element && value.step == here) use(place_[v], at);
        });
  }

  void count_readers() {
    first_.assign(size() + 1, 0);
    waits_for_.assign(size(), 0);
    for_each_read([&](std::uint32_t operand, std::uint32_t reader) {
      ++first_[operand + 1];
      ++waits_for_[reader];
    });
    for (std::uint32_t at = 0; at < size(); ++at) first_[at + 1] += first_[at];
  }
  void list_readers() {
    readers_.resize(first_.back());
    std::vector<std::uint32_t> end(first_.begin(), first_.end() - 1);
    for_each_read([&](std::uint32_t operand, std::uint32_t reader) {
      readers_[end[operand]++] = reader;
    });
  }

  /// A reader of the value at `at` that waits for nothing else.
  std::uint32_t next(std::uint32_t at) {
    std::uint32_t found = none;
    for (std::uint32_t i = first_[at]; i < first_[at + 1]; ++i)
      if (--waits_for_[readers_[i]] == 0 && found == none) found = readers_[i];
    return found;
  }

  const Values& values_;
  const Fusion& fusion_;
  std::vector<std::uint32_t>& place_;  ///< of a value, its position in the step
  const StepValues& step_;
  std::vector<std::uint32_t> first_, readers_, waits_for_;
};

}  // namespace fenchel::planner
