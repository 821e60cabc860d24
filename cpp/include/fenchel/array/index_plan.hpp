// SPDX-License-Identifier: Apache-2.0
// What x[...] asks for, taken apart: one slice along every axis, the axes that integers drop, the
// axes that integer arrays select from, and the order of the axes of the result.
#pragma once

#include <algorithm>
#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/base/config.hpp>

namespace fenchel::detail {

struct IndexPlan {
  Attributes starts, sizes, steps;  ///< the slice, one entry an axis of x
  std::vector<int> kept;            ///< axes of x that slices keep
  std::vector<int> selected;        ///< axes of x that arrays select from
  Vars arrays;                      ///< one an entry of `selected`
  std::vector<bool> result;         ///< axes of the result but those of the arrays: true if new
  int place = 0;                    ///< where among them the axes of the arrays stand
  bool whole = true;                ///< the slice is all of x
};

inline std::int64_t checked_index(std::int64_t i, std::int64_t size, int axis) {
  if (i < -size || i >= size)
    fail<IndexError>("index " + std::to_string(i) + " is out of bounds for axis " +
                     std::to_string(axis) + " with size " + std::to_string(size));
  return i < 0 ? i + size : i;
}

/// Fails on an entry that is out of range, if the entries are known.
inline void check_known(const Var& index, std::int64_t size, int axis) {
  if (!index->known()) return;
  const auto* values = static_cast<const std::int64_t*>(data_of(index));
  for (std::int64_t i = 0; i < index.shape().size(); ++i) checked_index(values[i], size, axis);
}

inline void check_mask(const Var& mask, const Var& x, int axis) {
  if (mask.rank() == 0)
    fail<IndexError>("a single truth value is no index; use an array of booleans");
  for (int i = 0; i < mask.rank(); ++i)
    if (axis + i >= x.rank() || mask.dim(i) != x.dim(axis + i))
      fail<IndexError>("a mask of shape " + to_string(mask.shape()) +
                       " does not fit the axes from " + std::to_string(axis) +
                       " on of an array of shape " + to_string(x.shape()));
}

/// Positions of the true elements, one array an axis.
inline Vars positions_of(const Var& mask) {
  try {
    evaluate({&mask, 1});
  } catch (const TracedValueError&) {
    fail<TracedValueError>(
        "a mask of traced values selects an unknown number of elements; "
        "use fl.where(mask, a, b)");
  }
  const auto* flags = static_cast<const unsigned char*>(data_of(mask));
  std::vector<Attributes> axes(static_cast<std::size_t>(mask.rank()));
  for (std::int64_t at = 0; at < mask.shape().size(); ++at) {
    std::int64_t rest = flags[at] ? at : -1;
    for (int axis = mask.rank(); rest >= 0 && axis-- > 0; rest /= mask.dim(axis))
      axes[static_cast<std::size_t>(axis)].push_back(rest % mask.dim(axis));
  }
  Vars out;
  for (const auto& axis : axes) out.push_back(integers(axis));
  return out;
}

class IndexPlanner {
 public:
  explicit IndexPlanner(const Var& x) : x_(x) {}

  IndexPlan operator()(std::span<const IndexEntry> index) {
    const int missing = x_.rank() - consumed(index);
    if (missing < 0)
      fail<IndexError>("too many indices: an array of shape " + to_string(x_.shape()) + " takes " +
                       std::to_string(x_.rank()) + ", got " + std::to_string(x_.rank() - missing));
    bool open = true;
    for (const IndexEntry& entry : index) {
      if (std::holds_alternative<Ellipsis>(entry)) {
        if (!std::exchange(open, false))
          fail<IndexError>("an index can only have a single ellipsis (`...`)");
        for (int i = 0; i < missing; ++i) add(SliceRange{});
        advanced_ended_ = advanced_ended_ || first_advanced_ >= 0;
      } else {
        std::visit([&](const auto& e) { add(e); }, entry);
      }
    }
    for (int i = 0; open && i < missing; ++i) add(SliceRange{});
    if (!plan_.arrays.empty() && !scattered_) plan_.place = std::max(first_advanced_, 0);
    return std::move(plan_);
  }

 private:
  /// Number of axes the entries take.
  static int consumed(std::span<const IndexEntry> index) {
    int count = 0;
    for (const IndexEntry& entry : index) {
      const Var* array = std::get_if<Var>(&entry);
      if (array && array->dtype() == DType::boolean) count += array->rank();
      else if (!std::holds_alternative<NewAxis>(entry) && !std::holds_alternative<Ellipsis>(entry))
        ++count;
    }
    return count;
  }

  int axis() const { return static_cast<int>(plan_.starts.size()); }
  void cut(std::int64_t start, std::int64_t size, std::int64_t step) {
    const bool all = start == 0 && step == 1 && size == x_.dim(axis());
    plan_.whole = plan_.whole && all;
    plan_.starts.push_back(start);
    plan_.sizes.push_back(size);
    plan_.steps.push_back(step);
  }
  /// NumPy: integers and arrays that stand together keep their place, else they go in front.
  void advanced() {
    scattered_ = scattered_ || advanced_ended_;
    if (first_advanced_ < 0) first_advanced_ = static_cast<int>(plan_.result.size());
  }
  void basic(bool is_new) {
    advanced_ended_ = advanced_ended_ || first_advanced_ >= 0;
    plan_.result.push_back(is_new);
  }

  void add(std::int64_t i) {
    advanced();
    cut(checked_index(i, x_.dim(axis()), axis()), 1, 1);
  }
  void add(const SliceRange& range) {
    const std::int64_t n = x_.dim(axis()), step = range.step.value_or(1);
    if (step == 0) fail<ShapeError>("slice step cannot be zero");
    const std::int64_t low = step < 0 ? -1 : 0, high = step < 0 ? n - 1 : n;
    const auto clip = [&](std::int64_t at) { return std::clamp(at < 0 ? at + n : at, low, high); };
    const std::int64_t start = range.start ? clip(*range.start) : (step < 0 ? high : low);
    const std::int64_t stop = range.stop ? clip(*range.stop) : (step < 0 ? low : high);
    const std::int64_t gap = step < 0 ? start - stop : stop - start, pace = step < 0 ? -step : step;
    const std::int64_t size = gap > 0 ? (gap - 1) / pace + 1 : 0;
    plan_.kept.push_back(axis());
    basic(false);
    cut(size ? start : 0, size, size > 1 ? step : 1);
  }
  void add(NewAxis) { basic(true); }
  void add(Ellipsis) {}
  void add(const Var& array) {
    advanced();
    if (array.dtype() != DType::boolean) return select(array);
    check_mask(array, x_, axis());
    for (const Var& positions : positions_of(array)) select(positions);
  }
  void select(const Var& array) {
    check_known(array, x_.dim(axis()), axis());
    plan_.selected.push_back(axis());
    plan_.arrays.push_back(array);
    cut(0, x_.dim(axis()), 1);
  }

  const Var& x_;
  IndexPlan plan_;
  int first_advanced_ = -1;
  bool advanced_ended_ = false, scattered_ = false;
};

}  // namespace fenchel::detail
