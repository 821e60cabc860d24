// SPDX-License-Identifier: Apache-2.0
// Runs of steps that go over the same rows, as those of softmax, normalization and cross-entropy.
// They are executed together, some rows at a time: what passes between them stays in cache.
#pragma once

#include <fenchel/execute/planner/products.hpp>
#include <fenchel/execute/planner/schedule-inl.hpp>
#include <fenchel/execute/planner/step_order.hpp>
#include <optional>

namespace fenchel::planner {

/// Steps first .. end, `rows` rows of each; `block` of them at a time.
struct RowGroup {
  std::uint32_t first, end;
  std::int64_t rows, block;
  std::vector<Rows::Local> locals;
};

class RowGroups {
 public:
  /// Brings steps forward that fit a group and depend on nothing that lies between.
  RowGroups(const Records& records, Values& values, std::vector<StepValues>& steps)
      : records_(records), values_(values), steps_(steps), order_(values, steps) {
    for (std::uint32_t s = 0; s < steps.size();) {
      const auto found = starting_at(s);
      if (found) groups_.push_back(*found);
      s = found ? found->end : s + 1;
    }
  }

  /// The group of a step, or null.
  RowGroup* of(std::uint32_t step) {
    const auto after = std::ranges::upper_bound(groups_, step, {}, &RowGroup::first);
    if (after == groups_.begin() || step >= std::prev(after)->end) return nullptr;
    return &*std::prev(after);
  }

 private:
  /// Elements of a row block, in all: arrays of 128 KB, of which several stay in the second cache.
  static constexpr std::int64_t block_elements = 1 << 13;

  std::optional<RowGroup> starting_at(std::uint32_t s) {
    RowGroup group{s, s, rows_of(steps_[s]), 0, {}};
    if (group.rows <= 1) return {};
    std::int64_t widest = 1;  // elements of a row
    while (bring_forward(group)) {
      const std::int64_t width = width_of(steps_[group.end++].values[0], group.rows);
      widest = std::max(widest, width);
    }
    if (group.block == 0) group.block = std::max<std::int64_t>(1, block_elements / widest);
    if (group.end - group.first < 2 || group.rows <= group.block) return {};
    return group;
  }

  /// Makes the step behind the group one that fits, if there is one.
  bool bring_forward(RowGroup& group) {
    if (group.end < steps_.size() && fits(group, steps_[group.end])) return true;
    if (group.end == group.first) return false;
    for (std::uint32_t t = group.end + 1; t < order_.limit(group.end); ++t)
      if (fits_without(group, t)) return true;
    return false;
  }

  /// Whether step t, or the part of it that waits for nothing between, now lies behind the group.
  /// Only what has one number a row is cut: it costs little to store what passes between the parts.
  bool fits_without(RowGroup& group, std::uint32_t t) {
    const bool narrow = values_.all[steps_[t].values[0]].space == group.rows;
    if (!narrow && order_.waits(t, group.end)) return false;
    const StepValues part = order_.ready_part(t, group.end);
    if (part.values.empty() || !fits(group, part)) return false;
    return order_.move(part, t, group.end);
  }

  std::int64_t width_of(std::uint32_t v, std::int64_t rows) const {
    const Value& value = values_.all[v];
    if (value.kind != Kind::product) return value.space / rows;
    return values_.all[values_.inputs_of(value)[0]].space / rows;
  }

  /// How many rows the first fold or product over rows has; 0 without one.
  std::int64_t rows_of(const StepValues& step) const {
    for (std::uint32_t v : step.values) {
      const Value& value = values_.all[v];
      if (value.kind == Kind::product) return value.size;
      if (value.kind == Kind::fold && value.size > 1 && inner_of(value) == 1) return value.size;
    }
    return 0;
  }

  std::int64_t inner_of(const Value& fold) const {
    return fold_extents(records_, fold.record).inner;
  }

  bool fits(RowGroup& group, const StepValues& step) const {
    const Value& first = values_.all[step.values[0]];
    if (first.kind == Kind::product) return product_fits(group, first);
    for (std::uint32_t v : step.values) {
      const Value& value = values_.all[v];
      if (!runs_in_blocks(value.kind) || value.space <= 1 || value.space % group.rows != 0)
        return false;
      for (std::uint32_t input : values_.inputs_of(value))
        if (!reads_its_rows(group, input)) return false;
    }
    return true;
  }

  /// A product that adds terms says how many rows there are in a block.
  bool product_fits(RowGroup& group, const Value& value) const {
    const auto in = values_.inputs_of(value);
    const Product product = make_product(records_, values_, value);
    const RowRole role = row_role(product, group.rows);
    if (role == RowRole::makes) return reads_its_rows(group, in[0]) && is_outside(group, in[1]);
    if (role == RowRole::refuses || !is_outside(group, in[0]) || !reads_its_rows(group, in[1]))
      return false;
    const std::int64_t block = terms_at_a_time(product.call.m);
    if (group.block != 0 && group.block != block) return false;
    group.block = block;
    return true;
  }

  bool is_outside(const RowGroup& group, std::uint32_t load) const {
    return !is_inside(group, values_.all[values_.views[values_.all[load].view].value]);
  }

  /// Whether row r of a user needs no more than row r of what the group computes.
  bool reads_its_rows(const RowGroup& group, std::uint32_t input) const {
    const Value& read = values_.all[input];
    if (read.kind != Kind::load) return !is_inside(group, read) || is_by_rows(group, read);
    const ValueView& view = values_.views[read.view];
    for (const auto& start : view.starts)
      if (is_inside(group, values_.all[start.value])) return false;
    const Value& viewed = values_.all[view.value];
    if (!is_inside(group, viewed)) return true;
    return is_by_rows(group, viewed) && keeps_rows(view.layout, group.rows, viewed.size);
  }

  static bool is_inside(const RowGroup& group, const Value& value) {
    return value.step != none && value.step >= group.first && value.step < group.end;
  }

  /// Whether a value is complete, row by row, when its rows have been computed.
  bool is_by_rows(const RowGroup& group, const Value& value) const {
    if (value.size % group.rows != 0) return false;
    if (value.kind == Kind::product) return value.size == group.rows;
    if (value.kind != Kind::fold) return true;
    const FoldExtents extents = fold_extents(records_, value.record);
    return (value.space / (extents.k * extents.inner)) % group.rows == 0;
  }

  /// Whether a view of `size` elements shows, in its row r, elements of row r only.
  static bool keeps_rows(const Layout& layout, std::int64_t rows, std::int64_t size) {
    const std::int64_t own = size / rows;
    int axis = 0;
    std::int64_t left = rows;
    for (; left > 1; ++axis) {
      if (axis == layout.shape.rank() || left % layout.shape[axis] != 0) return false;
      left /= layout.shape[axis];
      if (layout.shape[axis] > 1 && layout.strides[axis] != own * left) return false;
    }
    std::int64_t last = layout.offset;
    for (; axis < layout.shape.rank(); ++axis) {
      if (layout.strides[axis] < 0) return false;
      last += (layout.shape[axis] - 1) * layout.strides[axis];
    }
    return layout.offset >= 0 && last < own;
  }

  const Records& records_;
  const Values& values_;
  const std::vector<StepValues>& steps_;
  StepOrder order_;
  std::vector<RowGroup> groups_;
};

}  // namespace fenchel::planner
