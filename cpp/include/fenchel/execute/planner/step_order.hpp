// SPDX-License-Identifier: Apache-2.0
// Changes of the order of steps: what depends on nothing that lies between may run earlier.
#pragma once

#include <algorithm>
#include <fenchel/execute/planner/schedule.hpp>

namespace fenchel::planner {

class StepOrder {
 public:
  StepOrder(Values& values, std::vector<StepValues>& steps) : values_(values), steps_(steps) {}

  /// Where a search for steps that could run at `place` ends: few may lie between.
  std::uint32_t limit(std::uint32_t place) const {
    return static_cast<std::uint32_t>(std::min<std::size_t>(steps_.size(), place + 8));
  }

  /// Whether step t reads what steps place .. t compute.
  bool waits(std::uint32_t t, std::uint32_t place) const {
    return std::ranges::any_of(steps_[t].values,
                               [&](std::uint32_t v) { return reads_from(v, place, t); });
  }

  /// The values of step t that need nothing of steps place .. t, nor of the others of step t.
  StepValues ready_part(std::uint32_t t, std::uint32_t place) const {
    StepValues ready;
    std::vector<std::uint32_t> waiting;  // ascending, as the values of a step are
    for (std::uint32_t v : steps_[t].values) {
      bool waits = reads_from(v, place, t);
      for_each_read(values_, values_.all[v], [&](std::uint32_t read) {
        waits = waits || std::ranges::binary_search(waiting, read);
      });
      (waits ? waiting : ready.values).push_back(v);
    }
    return ready;
  }

  /// Makes values of step t a step at `place`. Of parts it moves few, for it numbers all steps
  /// behind anew.
  bool move(const StepValues& part, std::uint32_t t, std::uint32_t place) {
    const bool whole = part.values.size() == steps_[t].values.size();
    if (!whole && parts_left_-- <= 0) return false;
    if (whole) {
      std::rotate(steps_.begin() + place, steps_.begin() + t, steps_.begin() + t + 1);
      number(place, t + 1);
      return true;
    }
    std::erase_if(steps_[t].values,
                  [&](std::uint32_t v) { return std::ranges::binary_search(part.values, v); });
    steps_.insert(steps_.begin() + place, part);
    number(place, static_cast<std::uint32_t>(steps_.size()));
    return true;
  }

 private:
  bool reads_from(std::uint32_t v, std::uint32_t first, std::uint32_t end) const {
    bool found = false;
    for_each_read(values_, values_.all[v], [&](std::uint32_t read) {
      const std::uint32_t s = values_.all[read].step;
      found = found || (s != none && s >= first && s < end);
    });
    return found;
  }

  void number(std::uint32_t first, std::uint32_t end) {
    for (std::uint32_t s = first; s < end; ++s)
      for (std::uint32_t v : steps_[s].values) values_.all[v].step = s;
  }

  Values& values_;
  std::vector<StepValues>& steps_;
  int parts_left_ = 16;
};

}  // namespace fenchel::planner
