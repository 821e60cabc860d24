// SPDX-License-Identifier: Apache-2.0
// Matrix products, with the strides of their operands' views.
#pragma once

#include <fenchel/execute/dispatch.hpp>
#include <fenchel/execute/layout.hpp>
#include <fenchel/execute/planner/values.hpp>

namespace fenchel::planner {

inline View to_slots(const Values& values, const ValueView& view) {
  View out{values.all[view.value].slot, view.layout, {}};
  for (const auto& start : view.starts)
    out.starts.push_back({values.all[start.value].slot, start.strides});
  return out;
}

/// A view of at least two axes with `rank` axes, the missing leading ones repeated.
inline Layout with_rank(const Layout& layout, const Shape& leading) {
  Layout out{leading, {}, layout.offset};
  const int batch = layout.shape.rank() - 2, shift = leading.rank() - batch;
  for (int i = 0; i < batch; ++i)
    out.strides[i + shift] = layout.shape[i] == 1 ? 0 : layout.strides[i];
  for (int i = batch; i < layout.shape.rank(); ++i) {
    out.strides[out.shape.rank()] = layout.strides[i];
    out.shape.push_back(layout.shape[i]);
  }
  return out;
}

/// A size-1 axis has no stride of its own: one that suits the kernel is as good as any.
inline std::int64_t stride_at(const Layout& layout, int from_end, std::int64_t otherwise) {
  const int axis = layout.shape.rank() - from_end;
  return layout.shape[axis] == 1 ? otherwise : layout.strides[axis];
}

inline Product make_product(const Records& records, const Values& values, const Value& value) {
  const auto inputs = values.inputs_of(value);
  Shape leading(records.shape_of(records.nodes[value.record]));
  Product out{.kernel = kernels().matmul[static_cast<int>(value.dtype)],
              .call = {},
              .a = {},
              .b = {},
              .out = value.slot,
              .item = static_cast<std::uint8_t>(item_size(value.dtype))};
  const auto take_last = [&] {
    const std::int64_t dim = leading[leading.rank() - 1];
    leading.erase(leading.rank() - 1);
    return dim;
  };
  out.call.n = take_last();
  out.call.m = take_last();
  out.a = to_slots(values, values.views[values.all[inputs[0]].view]);
  out.b = to_slots(values, values.views[values.all[inputs[1]].view]);
  out.call.k = out.a.layout.shape[out.a.layout.shape.rank() - 1];
  out.a.layout = with_rank(out.a.layout, leading);
  out.b.layout = with_rank(out.b.layout, leading);
  out.call.a_row = stride_at(out.a.layout, 2, out.call.k);
  out.call.a_column = stride_at(out.a.layout, 1, 1);
  out.call.b_row = stride_at(out.b.layout, 2, out.call.n);
  out.call.b_column = stride_at(out.b.layout, 1, 1);
  return out;
}

/// How a product takes part in steps over `rows` rows.
enum class RowRole : std::uint8_t { refuses, makes, adds };

/// Only matrix-vector products whose matrix lies as their kernel wants it.
inline RowRole row_role(const Product& product, std::int64_t rows) {
  const MatmulCall& call = product.call;
  if (product.a.layout.shape.rank() != 2 || call.n != 1 || call.m == 1) return RowRole::refuses;
  if (call.m == rows && call.k <= 8 * call.m && call.k > 1 && call.a_column == 1 &&
      call.a_row >= call.k)
    return RowRole::makes;
  const bool tall = call.k == rows && call.k > 8 * call.m && call.m + call.k >= 24;
  return tall && call.a_row == 1 && call.a_column >= call.m ? RowRole::adds : RowRole::refuses;
}

}  // namespace fenchel::planner
