// SPDX-License-Identifier: Apache-2.0
// Which values get memory, and where: leaves and results have theirs; the others share an arena, in
// which a place is free again after the last step that reads it.
#pragma once

#include <algorithm>
#include <fenchel/execute/planner/rows.hpp>
#include <map>

namespace fenchel::planner {

/// Offsets in a block of memory; places are handed out in multiples of 64 bytes and reused, the
/// smallest that fits first.
class Arena {
 public:
  std::size_t take(std::size_t bytes) {
    const std::size_t size = std::max<std::size_t>(64, (bytes + 63) / 64 * 64);
    auto found = free_.lower_bound(size);
    if (found == free_.end() || found->first > 2 * size) {
      sizes_.emplace(end_, size);
      end_ += size;
      return end_ - size;
    }
    const std::size_t offset = found->second;
    free_.erase(found);
    return offset;
  }
  void give_back(std::size_t offset) { free_.emplace(sizes_.at(offset), offset); }
  std::size_t size() const { return end_; }

 private:
  std::multimap<std::size_t, std::size_t> free_;
  std::map<std::size_t, std::size_t> sizes_;
  std::size_t end_ = 0;
};

class Slots {
 public:
  Slots(Values& values, const std::vector<StepValues>& steps, RowGroups& groups, Plan& plan)
      : values_(values), steps_(steps), groups_(groups), plan_(plan) {}

  void operator()() {
    bind_leaves();
    bind_results();
    find_last_reads();
    for (std::uint32_t s = steps_.size(); s-- > 0;) pass_result_on(s);
    for (std::uint32_t s = 0; s < steps_.size(); ++s) place_step(s);
    plan_.arena_bytes = arena_.size();
  }

 private:
  void bind_leaves() {
    plan_.leaves = static_cast<std::uint32_t>(values_.leaves.size());
    for (std::uint32_t i = 0; i < plan_.leaves; ++i) values_.all[values_.leaves[i]].slot = i;
  }

  /// A root that is a leaf, or was a root before, is not computed again.
  void bind_results() {
    plan_.results = static_cast<std::uint32_t>(values_.roots.size());
    for (std::uint32_t r = 0; r < plan_.results; ++r) {
      Value& value = values_.all[values_.roots[r]];
      const bool seen = value.slot != none;
      if (!seen) value.slot = plan_.leaves + r;
      const bool leaf = value.kind == Kind::leaf;
      const Origin::Kind kind = leaf ? Origin::leaf : seen ? Origin::result : Origin::computed;
      plan_.origins.push_back({kind, kind == Origin::result ? value.slot - plan_.leaves
                                     : leaf                 ? value.slot
                                                            : r});
    }
  }

  /// Elements read by their own step only stay in registers.
  void find_last_reads() {
    last_read_.assign(values_.all.size(), none);
    for (std::uint32_t s = 0; s < steps_.size(); ++s)
      for (std::uint32_t user : steps_[s].values)
        for_each_read(values_, values_.all[user], [&](std::uint32_t v) {
          const Value& value = values_.all[v];
          if (value.kind != Kind::element || value.step != s) last_read_[v] = s;
        });
  }

  /// What step s may overwrite: a value that it works on in place and that nobody reads later; or
  /// none. Memory of leaves and results is not ours to hand on.
  std::uint32_t replaced_by(std::uint32_t s) const {
    const Value& made = values_.all[steps_[s].values[0]];
    if (made.kind != Kind::whole || !works_in_place(made.op)) return none;
    const auto in = values_.inputs_of(made);
    const Value& base = values_.all[in[0]];
    const bool ours = base.kind != Kind::leaf && base.step != none && last_read_[in[0]] == s;
    return ours && std::ranges::count(in, in[0]) == 1 ? in[0] : none;
  }

  /// A result that is made in place: its memory is that of the value it replaces, too.
  void pass_result_on(std::uint32_t s) {
    const std::uint32_t base = replaced_by(s);
    if (base == none || values_.all[base].slot != none) return;
    values_.all[base].slot = values_.all[steps_[s].values[0]].slot;
  }

  /// The same in the arena: the place is in use for longer.
  void work_in_place(std::uint32_t s) {
    const std::uint32_t base = replaced_by(s), made = steps_[s].values[0];
    const std::uint32_t arena = plan_.leaves + plan_.results;
    if (base == none || values_.all[base].slot < arena || values_.all[made].slot != none) return;
    values_.all[made].slot = values_.all[base].slot;
    const std::size_t place = plan_.arena[values_.all[base].slot - arena];
    std::erase(ends_[s], place);
    if (last_read_[made] != none) ends_[end_of(last_read_[made])].push_back(place);
  }

  void place_step(std::uint32_t s) {
    work_in_place(s);
    RowGroup* const group = groups_.of(s);
    for (std::uint32_t v : steps_[s].values) {
      Value& value = values_.all[v];
      if (value.kind == Kind::several) continue;
      if (value.slot != none || (value.kind == Kind::element && last_read_[v] == none)) continue;
      value.slot = plan_.leaves + plan_.results + static_cast<std::uint32_t>(plan_.arena.size());
      const bool local = group && last_read_[v] < group->end;
      plan_.arena.push_back(arena_.take(local ? local_bytes(value, *group) : bytes_of(value)));
      if (last_read_[v] != none) ends_[end_of(last_read_[v])].push_back(plan_.arena.back());
    }
    if (auto ended = ends_.find(s); ended != ends_.end()) {
      for (std::size_t offset : ended->second) arena_.give_back(offset);
      ends_.erase(ended);
    }
  }

  static std::size_t bytes_of(const Value& value) {
    return static_cast<std::size_t>(value.size * item_size(value.dtype));
  }

  /// A value that only its group reads: memory for one block of rows.
  std::size_t local_bytes(const Value& value, RowGroup& group) {
    const std::size_t row = bytes_of(value) / static_cast<std::size_t>(group.rows);
    group.locals.push_back({value.slot, static_cast<std::int64_t>(row)});
    return row * static_cast<std::size_t>(group.block);
  }

  /// The steps of a group go over all its memory again and again: it is in use to the last of them.
  std::uint32_t end_of(std::uint32_t step) {
    const RowGroup* const group = groups_.of(step);
    return group ? group->end - 1 : step;
  }

  Values& values_;
  const std::vector<StepValues>& steps_;
  RowGroups& groups_;
  Plan& plan_;
  Arena arena_;
  std::vector<std::uint32_t> last_read_;
  std::map<std::uint32_t, std::vector<std::size_t>> ends_;
};

}  // namespace fenchel::planner
