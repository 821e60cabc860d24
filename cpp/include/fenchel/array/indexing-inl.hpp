// SPDX-License-Identifier: Apache-2.0
// Bodies of take_index and put_index. Both see x as rows: the axes that arrays select from are
// merged into one in front, and a flat index picks rows; slices go before and after.
#pragma once

#include <fenchel/array/elementwise.hpp>
#include <fenchel/array/index_plan.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

/// Axes of the sliced, squeezed array: selected ones in front, then kept ones.
struct IndexedRows {
  Attributes order;  ///< permutation that brings them there
  Shape squeezed;    ///< sizes in the order of x
  Shape sorted;      ///< sizes in the order of `order`
  Shape merged;      ///< selected axes as one
};

inline IndexedRows rows_of(const IndexPlan& plan) {
  std::vector<int> axes(plan.kept);
  axes.insert(axes.end(), plan.selected.begin(), plan.selected.end());
  std::sort(axes.begin(), axes.end());
  IndexedRows rows;
  std::int64_t count = 1;
  for (int axis : axes) rows.squeezed.push_back(plan.sizes[static_cast<std::size_t>(axis)]);
  const auto bring = [&](int axis) {
    const auto at = std::find(axes.begin(), axes.end(), axis) - axes.begin();
    rows.order.push_back(at);
    rows.sorted.push_back(rows.squeezed[static_cast<int>(at)]);
  };
  for (int axis : plan.selected) {
    bring(axis);
    count *= rows.sorted[rows.sorted.rank() - 1];
  }
  if (!plan.selected.empty()) rows.merged.push_back(count);
  for (int axis : plan.kept) {
    bring(axis);
    rows.merged.push_back(rows.sorted[rows.sorted.rank() - 1]);
  }
  return rows;
}

inline Var sliced(const Var& x, const IndexPlan& plan) {
  return plan.whole ? x : slice(x, integers(plan.starts), plan.sizes, plan.steps);
}

inline Var as_rows(const Var& x, const IndexPlan& plan, const IndexedRows& rows) {
  return reshape(permute(reshape(sliced(x, plan), rows.squeezed), rows.order), rows.merged);
}

/// One row number for every entry of the broadcast index arrays. Entries that are out of range make
/// a number that is out of range, which gather reports.
inline Var flat_index(const Var& x, const IndexPlan& plan) {
  if (plan.arrays.size() == 1) return plan.arrays[0];
  Var flat, bad;
  for (std::size_t i = 0; i < plan.arrays.size(); ++i) {
    const std::int64_t n = x.dim(plan.selected[i]);
    const Var index = cast(plan.arrays[i], DType::int64);
    const Var below = call("less", index, std::int64_t{0});
    const Var wrapped = call("where", below, call("add", index, n), index);
    flat = flat ? call("add", call("multiply", flat, n), wrapped) : wrapped;
    if (index->known()) continue;  // was checked
    const Var out = call("logical_or", call("less", wrapped, std::int64_t{0}),
                         call("greater_equal", wrapped, n));
    bad = bad ? call("logical_or", bad, out) : out;
  }
  return bad ? call("where", bad, std::int64_t{-1} << 52, flat) : flat;
}

/// Number of kept axes that stand before the axes of the arrays.
inline int kept_before(const IndexPlan& plan) {
  int count = 0;
  for (int i = 0; i < plan.place; ++i) count += !plan.result[static_cast<std::size_t>(i)];
  return count;
}

/// The permutation from (arrays' axes, kept axes) to the order of the result.
inline Attributes result_order(const IndexPlan& plan, int array_rank) {
  const int before = kept_before(plan), kept = static_cast<int>(plan.kept.size());
  Attributes order;
  for (int i = 0; i < before; ++i) order.push_back(array_rank + i);
  for (int i = 0; i < array_rank; ++i) order.push_back(i);
  for (int i = before; i < kept; ++i) order.push_back(array_rank + i);
  return order;
}

/// The shape of the result: kept sizes in order with ones for new axes, the arrays' in their place.
inline Shape result_shape(const IndexPlan& plan, const Shape& arrays) {
  Shape out;
  std::size_t kept = 0;
  for (std::size_t i = 0; i <= plan.result.size(); ++i) {
    if (static_cast<int>(i) == plan.place)
      for (std::int64_t dim : arrays) out.push_back(dim);
    if (i == plan.result.size()) break;
    out.push_back(plan.result[i] ? 1 : plan.sizes[static_cast<std::size_t>(plan.kept[kept++])]);
  }
  return out;
}

inline Attributes inverse(const Attributes& order) {
  Attributes out(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    out[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
  return out;
}

inline Shape shape_of_arrays(const IndexPlan& plan) {
  Shape out;
  for (const Var& array : plan.arrays) out = broadcast(out, array.shape(), "index arrays");
  return out;
}

/// v in the type and shape of what it replaces. Types never lose their kind on the way.
inline Var fit_value(const Var& v, DType dtype, const Shape& shape) {
  const auto kind = [](DType t) { return is_floating(t) ? 2 : t == DType::int64 ? 1 : 0; };
  if (kind(v.dtype()) > kind(dtype))
    fail<TypeError>(std::string("x[index] = value: a value of type ") + name_of(v.dtype()) +
                    " does not fit an array of type " + name_of(dtype) +
                    "; convert one of them with astype");
  Shape given = v.shape();
  while (given.rank() > shape.rank() && given[0] == 1) given.erase(0);
  if (!broadcasts_to(given, shape))
    fail<ShapeError>("x[index] = value: a value of shape " + to_string(v.shape()) +
                     " does not broadcast to the shape " + to_string(shape) + " of x[index]");
  return broadcast_to(reshape(cast(v, dtype), given), shape);
}

inline Var put_rows(const Var& x, const IndexPlan& plan, const Var& v, Writing how) {
  const Shape arrays = shape_of_arrays(plan);
  const Var value = fit_value(v, x.dtype(), result_shape(plan, arrays));
  const IndexedRows rows = rows_of(plan);
  const Attributes order = result_order(plan, arrays.rank());
  Shape without_new;  // sizes in the order of the result
  for (std::int64_t at : order)
    without_new.push_back(at < arrays.rank()
                              ? arrays[static_cast<int>(at)]
                              : rows.merged[1 + static_cast<int>(at) - arrays.rank()]);
  const Var updates = permute(reshape(value, without_new), inverse(order));
  const Var base = as_rows(x, plan, rows);
  const auto write = how == Writing::add ? scatter_add : scatter;
  const Var written = write(base, flat_index(x, plan), updates, 0);
  return permute(reshape(written, rows.sorted), inverse(rows.order));
}

inline bool is_unknown_mask(std::span<const IndexEntry> index, const Var& v) {
  const Var* mask = index.size() == 1 ? std::get_if<Var>(&index[0]) : nullptr;
  return mask && mask->dtype() == DType::boolean && !(*mask)->known() && v.rank() == 0;
}

/// x[mask] = number needs no positions, so it works on traced masks too.
inline Var put_masked(const Var& x, const Var& mask, const Var& v, Writing how) {
  check_mask(mask, x, 0);
  Shape wide = mask.shape();
  while (wide.rank() < x.rank()) wide.push_back(1);
  const Var value = fit_value(v, x.dtype(), Shape{});
  return call("where", reshape(mask, wide), how == Writing::add ? call("add", x, value) : value, x);
}

/// What a part of x without index arrays becomes.
inline Var new_part(const Var& x, const IndexPlan& plan, const Var& v, Writing how) {
  const Shape shape = result_shape(plan, {});
  const Var value = fit_value(v, x.dtype(), shape);
  return how == Writing::add ? call("add", reshape(sliced(x, plan), shape), value) : value;
}

}  // namespace detail

FENCHEL_BODY Var take_index(const Var& x, std::span<const IndexEntry> index) {
  const detail::IndexPlan plan = detail::IndexPlanner(x)(index);
  if (plan.arrays.empty()) return reshape(detail::sliced(x, plan), detail::result_shape(plan, {}));
  const Shape arrays = detail::shape_of_arrays(plan);
  const Var rows = detail::as_rows(x, plan, detail::rows_of(plan));
  const Var picked = gather(rows, broadcast_to(detail::flat_index(x, plan), arrays));
  return reshape(permute(picked, detail::result_order(plan, arrays.rank())),
                 detail::result_shape(plan, arrays));
}

FENCHEL_BODY Var put_index(const Var& x, std::span<const IndexEntry> index, const Var& v,
                           Writing how) {
  if (detail::is_unknown_mask(index, v))
    return detail::put_masked(x, std::get<Var>(index[0]), v, how);
  const detail::IndexPlan plan = detail::IndexPlanner(x)(index);
  Var value =
      plan.arrays.empty() ? detail::new_part(x, plan, v, how) : detail::put_rows(x, plan, v, how);
  value = reshape(value, Shape(std::span<const std::int64_t>(plan.sizes)));
  if (plan.whole) return value;
  return slice_update(x, value, integers(plan.starts), plan.steps);
}

}  // namespace fenchel
