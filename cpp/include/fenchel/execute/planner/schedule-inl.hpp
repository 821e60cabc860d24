// SPDX-License-Identifier: Apache-2.0
// Bodies of schedule.hpp.
#pragma once

#include <algorithm>
#include <fenchel/base/config.hpp>
#include <fenchel/execute/planner/schedule.hpp>
#include <unordered_map>

namespace fenchel::planner {

inline bool runs_in_blocks(Kind kind) { return kind == Kind::element || kind == Kind::fold; }
inline bool is_call(Kind kind) {
  return kind == Kind::product || kind == Kind::whole || kind == Kind::several ||
         kind == Kind::output;
}

/// From which level on a value lies in memory.
inline std::uint32_t in_memory_from(const Value& value) {
  if (value.kind == Kind::load) return value.level;
  return runs_in_blocks(value.kind) || is_call(value.kind) ? value.level + 1 : 0;
}

/// From which level on `user` can use `value`. Elements of the same blocks pass on in registers;
/// scalar steps run before the others of their level.
inline std::uint32_t usable_from(const Value& value, const Value& user) {
  if (value.kind == Kind::element && runs_in_blocks(user.kind)) {
    const bool scalar = value.space == 1;
    if (value.space == user.space || scalar) return value.level;
  }
  return in_memory_from(value);
}

inline void assign_level(Values& values, Value& value) {
  if (value.kind == Kind::load) {
    const ValueView& view = values.views[value.view];
    value.level = in_memory_from(values.all[view.value]);
    for (const auto& start : view.starts)
      value.level = std::max(value.level, in_memory_from(values.all[start.value]));
    return;
  }
  if (value.kind == Kind::output) {
    value.level = values.all[values.inputs_of(value)[0]].level;
    return;
  }
  for (std::uint32_t input : values.inputs_of(value))
    value.level = std::max(value.level, usable_from(values.all[input], value));
}

/// What some root needs; common subexpressions leave values behind that nobody does.
inline std::vector<unsigned char> needed_values(const Values& values) {
  std::vector<unsigned char> needed(values.all.size(), 0);
  for (std::uint32_t root : values.roots) needed[root] = 1;
  for (std::size_t i = values.all.size(); i-- > 0;) {
    if (!needed[i]) continue;
    const Value& value = values.all[i];
    for (std::uint32_t input : values.inputs_of(value)) needed[input] = 1;
    if (value.kind != Kind::load) continue;
    const ValueView& view = values.views[value.view];
    needed[view.value] = 1;
    for (const auto& start : view.starts) needed[start.value] = 1;
  }
  return needed;
}

/// Moves elements that depend on nothing computed to the level where they are first used, so that
/// they need no memory until then.
class Sinking {
 public:
  Sinking(Values& values, const std::vector<unsigned char>& needed)
      : values_(values),
        needed_(needed),
        first_use_(values.all.size(), none),
        uses_(first_use_.size(), 0) {
    for (std::uint32_t root : values.roots) first_use_[root] = 0;
  }

  void operator()() {
    count_uses();
    find_light();
    for (std::uint32_t v = static_cast<std::uint32_t>(values_.all.size()); v-- > 0;)
      if (needed_[v]) sink(v);
  }

 private:
  void count_uses() {
    for (std::uint32_t v = 0; v < values_.all.size(); ++v)
      if (needed_[v])
        for (std::uint32_t input : values_.inputs_of(values_.all[v])) ++uses_[input];
  }

  /// Light: an element of leaves, numbers and of light elements that nothing else uses.
  void find_light() {
    light_.assign(values_.all.size(), 0);
    for (std::uint32_t v = 0; v < values_.all.size(); ++v) {
      const Value& value = values_.all[v];
      if (value.kind != Kind::element || value.space == 1) continue;
      light_[v] = 1;
      for (std::uint32_t input : values_.inputs_of(value))
        if (!is_light(input)) light_[v] = 0;
    }
  }
  bool is_light(std::uint32_t v) const {
    const Value& value = values_.all[v];
    if (value.kind == Kind::leaf || value.kind == Kind::constant || value.size == 1) return true;
    if (value.kind == Kind::load)
      return values_.all[values_.views[value.view].value].kind == Kind::leaf;
    return light_[v] && uses_[v] == 1;
  }

  void sink(std::uint32_t v) {
    Value& value = values_.all[v];
    if (light_[v] && first_use_[v] != none && first_use_[v] > value.level)
      value.level = first_use_[v];
    if (value.kind == Kind::load) use(values_.views[value.view].value, 0);
    for (std::uint32_t input : values_.inputs_of(value)) {
      const bool same = runs_in_blocks(value.kind) && values_.all[input].space == value.space;
      use(input, same ? value.level : 0);
    }
  }
  void use(std::uint32_t v, std::uint32_t level) { first_use_[v] = std::min(first_use_[v], level); }

  Values& values_;
  const std::vector<unsigned char>& needed_;
  std::vector<std::uint32_t> first_use_, uses_;
  std::vector<unsigned char> light_;
};

struct StepKey {
  std::uint32_t level;
  int kind;  ///< 0 scalars, 1 blocks, 2 a call
  std::int64_t space;
  bool operator==(const StepKey&) const = default;
};

struct StepKeyHash {
  std::size_t operator()(const StepKey& key) const {
    const auto mixed =
        (static_cast<std::uint64_t>(key.space) << 2) + static_cast<std::uint64_t>(key.kind);
    return static_cast<std::size_t>((mixed ^ (static_cast<std::uint64_t>(key.level) << 40)) *
                                    0x9e3779b97f4a7c15u);
  }
};

/// Collects values into steps, in order of their first appearance.
class Collector {
 public:
  void add(std::uint32_t v, const Value& value) {
    if (value.kind == Kind::several) several_[v] = steps_.size();
    if (is_call(value.kind)) return open({value.level, 2, 0}, v);
    const StepKey key{value.level, value.space == 1 ? 0 : 1, value.space};
    const auto [found, added] = index_.try_emplace(key, steps_.size());
    if (added) return open(key, v);
    steps_[found->second].values.push_back(v);
  }

  /// A result is computed by the step of what has several.
  void add_output(std::uint32_t v, std::uint32_t several) {
    steps_[several_.at(several)].values.push_back(v);
  }

  /// The steps by level; within a level scalars, then blocks, then calls.
  std::vector<StepValues> sorted() {
    std::vector<std::uint32_t> order(steps_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(
        order, {}, [&](std::uint32_t i) { return std::pair(keys_[i].level, keys_[i].kind); });
    std::vector<StepValues> out;
    for (std::uint32_t i : order) out.push_back(std::move(steps_[i]));
    return out;
  }

 private:
  void open(const StepKey& key, std::uint32_t v) {
    keys_.push_back(key);
    steps_.push_back({{v}});
  }

  std::unordered_map<StepKey, std::size_t, StepKeyHash> index_;
  std::unordered_map<std::uint32_t, std::size_t> several_;  ///< steps
  std::vector<StepKey> keys_;
  std::vector<StepValues> steps_;
};

FENCHEL_BODY std::vector<StepValues> schedule(Values& values) {
  const auto needed = needed_values(values);
  Collector collector;
  for (std::uint32_t v = 0; v < values.all.size(); ++v) {
    Value& value = values.all[v];
    if (needed[v]) assign_level(values, value);
  }
  Sinking(values, needed)();
  for (std::uint32_t v = 0; v < values.all.size(); ++v) {
    const Value& value = values.all[v];
    if (!needed[v]) continue;
    if (value.kind == Kind::output) collector.add_output(v, values.inputs_of(value)[0]);
    else if (runs_in_blocks(value.kind) || is_call(value.kind)) collector.add(v, value);
  }
  auto steps = collector.sorted();
  for (std::uint32_t s = 0; s < steps.size(); ++s)
    for (std::uint32_t v : steps[s].values) values.all[v].step = s;
  return steps;
}

}  // namespace fenchel::planner
