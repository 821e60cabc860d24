// SPDX-License-Identifier: Apache-2.0
// Bodies of values.hpp.
#pragma once

#include <algorithm>
#include <fenchel/base/config.hpp>
#include <fenchel/execute/layout.hpp>
#include <fenchel/execute/planner/scaling.hpp>
#include <fenchel/execute/planner/uses.hpp>
#include <fenchel/execute/planner/values.hpp>
#include <optional>

namespace fenchel::planner {

/// Whether a load needs no instruction: its elements are one run of memory, or one number.
inline bool Values::is_window(const Value& load) const {
  const Layout& layout = views[load.view].layout;
  return detail::is_run(layout) || detail::is_repeated(layout);
}

FENCHEL_BODY FoldExtents fold_extents(const Records& records, std::uint32_t fold) {
  const Record& record = records.nodes[fold];
  const auto in = records.shape_of(records.nodes[records.inputs_of(record)[0]]);
  const auto axes = records.attributes_of(record);
  FoldExtents extents;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (static_cast<std::int64_t>(i) >= axes[1]) extents.inner *= in[i];
    else if (static_cast<std::int64_t>(i) >= axes[0]) extents.k *= in[i];
  }
  return extents;
}

class Reader {
 public:
  explicit Reader(const Records& records)
      : records_(records), shared_(values_), scaling_(values_, shared_) {
    refs_.reserve(records.nodes.size());
    values_.all.reserve(records.nodes.size());
    if (records.derived) uses_.emplace(records);
  }

  Values operator()() {
    for (std::uint32_t i = 0; i < records_.nodes.size(); ++i) refs_.push_back(read(i));
    for (std::uint32_t root : records_.roots) values_.roots.push_back(in_memory(whole(root)));
    return std::move(values_);
  }

 private:
  const Record& record(std::uint32_t i) const { return records_.nodes[i]; }
  Shape shape_of(std::uint32_t i) const { return Shape(records_.shape_of(record(i))); }
  std::uint32_t input(std::uint32_t i, std::size_t k) const {
    return records_.inputs_of(record(i))[k];
  }

  Ref read(std::uint32_t i) {
    const OpInfo& row = info(record(i).op);
    switch (row.role) {
      case Role::leaf:
        return leaf(i);
      case Role::identity:
        return refs_[input(i, 0)];
      case Role::elementwise:
        return element(i);
      case Role::reduction:
        return fold(i);
      case Role::view:
        return view(i, row);
      case Role::call:
        return record(i).op == matmul_ ? product(i) : call(i);
      case Role::several:
        return several(i);
      case Role::output:
        return output(i);
    }
    return {};
  }

  Value value(Kind kind, std::uint32_t i) const {
    const std::int64_t size = shape_of(i).size();
    return {.kind = kind,
            .dtype = record(i).dtype,
            .op = record(i).op,
            .record = i,
            .space = size,
            .size = size};
  }

  Ref leaf(std::uint32_t i) {
    if (record(i).op == op::constant) {
      Value made = value(Kind::constant, i);
      const auto number = records_.attributes_of(record(i));
      made.number = static_cast<std::uint64_t>(number[0]);
      return {shared_.find_or_add(made, {}, number)};
    }
    const std::uint32_t made = shared_.add(value(Kind::leaf, i), {});
    values_.leaves.push_back(made);
    return {made};
  }

  Ref element(std::uint32_t i) {
    if (const std::size_t k = scattered_term(i); k < 2) return scattered_onto(i, k);
    std::uint32_t inputs[3];
    const Shape shape = shape_of(i);
    for (std::size_t k = 0; k < record(i).arity; ++k) inputs[k] = operand(input(i, k), shape);
    const std::uint32_t made =
        shared_.find_or_add(value(Kind::element, i), {inputs, record(i).arity}, {});
    return {records_.derived ? scaling_.simplest(made) : made};
  }

  Ref fold(std::uint32_t i) {
    const Shape in = shape_of(input(i, 0));
    const std::uint32_t over = operand(input(i, 0), in);
    const Scaled form = scaling_.of(over);
    const bool leaves = info(record(i).op).fold == Fold::sum && !form.plain();
    const FoldExtents extents = fold_extents(records_, i);
    const std::uint32_t made = folded(i, leaves ? form.core : over, extents);
    return {leaves ? scaling_.sum(form, made, extents.k) : made};
  }

  std::uint32_t folded(std::uint32_t i, std::uint32_t over, const FoldExtents& extents) {
    Value made = value(Kind::fold, i);
    made.space = shape_of(input(i, 0)).size();
    const std::uint32_t inputs[] = {over};
    const std::int64_t key[] = {extents.k, extents.inner};
    return shared_.find_or_add(made, inputs, key);
  }

  Ref call(std::uint32_t i) {
    std::vector<std::uint32_t> inputs;
    for (std::uint32_t in : records_.inputs_of(record(i))) inputs.push_back(in_memory(whole(in)));
    return call_of(i, inputs);
  }

  Ref call_of(std::uint32_t i, std::span<const std::uint32_t> inputs) {
    const auto attributes = records_.attributes_of(record(i));
    std::vector<std::int64_t> key(attributes.begin(), attributes.end());
    append_shapes(i, key);
    return {shared_.find_or_add(value(Kind::whole, i), inputs, key)};
  }

  /// Which term of a sum of a derivative is scattered over zeros and used nowhere else; 2: none.
  std::size_t scattered_term(std::uint32_t i) const {
    if (!uses_ || record(i).op != Numbers::operations().add) return 2;
    for (std::size_t k = 2; k-- > 0;) {
      const std::uint32_t term = uses_->origin(input(i, k));
      if (record(term).op == scatter_add_ && uses_->once(term) &&
          values_.is_zero(refs_[input(term, 0)].value) &&
          shape_of(input(i, 1 - k)).size() == shape_of(term).size())
        return k;
    }
    return 2;
  }

  /// That sum, scattered onto its other term, in the memory of which it may be computed.
  Ref scattered_onto(std::uint32_t i, std::size_t k) {
    const std::uint32_t term = uses_->origin(input(i, k));
    const auto in = values_.inputs_of(values_.all[refs_[term].value]);
    const std::uint32_t picks = in[1], updates = in[2];
    const std::uint32_t inputs[] = {in_memory(whole(input(i, 1 - k))), picks, updates};
    return call_of(term, inputs);
  }

  /// A loop or a branch; the same one is one that runs the same regions.
  Ref several(std::uint32_t i) {
    std::vector<std::uint32_t> inputs;
    for (std::uint32_t in : records_.inputs_of(record(i))) inputs.push_back(in_memory(whole(in)));
    const auto attributes = records_.attributes_of(record(i));
    std::vector<std::int64_t> key(attributes.begin(), attributes.end());
    for (const RegionRecords& mine : records_.regions) {
      if (mine.node != i) continue;
      const auto same = [&](const RegionRecords& r) { return r.records == mine.records; };
      key.push_back(std::ranges::find_if(records_.regions, same) - records_.regions.begin());
    }
    return {shared_.find_or_add(value(Kind::several, i), inputs, key)};
  }

  Ref output(std::uint32_t i) {
    const std::uint32_t inputs[] = {refs_[input(i, 0)].value};
    return {shared_.find_or_add(value(Kind::output, i), inputs, records_.attributes_of(record(i)))};
  }

  /// The operands of a product may be views; each is a load that is never executed.
  Ref product(std::uint32_t i) {
    std::uint32_t inputs[2];
    std::vector<std::int64_t> key;
    for (std::size_t k = 0; k < 2; ++k) {
      const Shape shape = shape_of(input(i, k));
      const Ref ref = refs_[input(i, k)];
      inputs[k] = add_load(ref, layout_of(ref, shape), record(i).dtype, shape.size());
    }
    append_shapes(i, key);
    return {shared_.find_or_add(value(Kind::product, i), inputs, key)};
  }

  void append_shapes(std::uint32_t i, std::vector<std::int64_t>& key) const {
    for (std::uint32_t in : records_.inputs_of(record(i))) {
      key.push_back(record(in).rank);
      for (std::int64_t dim : records_.shape_of(record(in))) key.push_back(dim);
    }
  }

  Ref view(std::uint32_t i, const OpInfo& row) {
    const std::uint32_t from = input(i, 0);
    const Ref ref = refs_[from];
    const Shape shape = shape_of(i);
    if (row.view == nullptr) return reshaped(from, shape);
    const Layout in = layout_of(ref, shape_of(from));
    const auto attributes = records_.attributes_of(record(i));
    ValueView made = view_of(ref);
    made.layout = row.view(in, shape, Attributes(attributes.begin(), attributes.end()));
    if (record(i).arity > 1)
      made.starts.push_back(
          {in_memory(whole(input(i, 1))), {in.strides, in.strides + in.shape.rank()}});
    return add_view(std::move(made));
  }

  Ref reshaped(std::uint32_t from, const Shape& shape) {
    const Ref ref = refs_[from];
    if (ref.view == none) return ref;
    ValueView made = view_of(ref);
    const auto layout = detail::reshape_layout(made.layout, shape);
    if (!layout) return {whole(from)};
    made.layout = *layout;
    return add_view(std::move(made));
  }

  /// The view behind a reference, whose layout is to be replaced.
  ValueView view_of(const Ref& ref) const {
    if (ref.view != none) return values_.views[ref.view];
    return {ref.value, {}, {}};
  }

  /// A reference to a view; a view of the whole in its own order is none.
  Ref add_view(ValueView view) {
    const Layout simple = detail::simplify(view.layout);
    const std::uint32_t value = view.value;
    const bool same = view.starts.empty() && simple.offset == 0 && detail::is_run(simple) &&
                      view.layout.shape.size() == values_.all[value].size;
    if (same) return {value};
    values_.views.push_back(std::move(view));
    return {value, static_cast<std::uint32_t>(values_.views.size() - 1)};
  }

  Layout layout_of(const Ref& ref, const Shape& shape) const {
    return ref.view == none ? detail::whole_layout(shape) : values_.views[ref.view].layout;
  }

  std::uint32_t add_load(const Ref& ref, const Layout& layout, DType dtype, std::int64_t size) {
    ValueView view = view_of(ref);
    view.value = in_memory(ref.value);
    view.layout = layout;
    Value load{.kind = Kind::load, .dtype = dtype, .space = size, .size = size};
    if (detail::is_repeated(layout)) load.size = 1;
    return shared_.find_or_add_load(load, std::move(view));
  }

  /// The value of record `i` broadcast to `shape`, as something that a block can read.
  std::uint32_t operand(std::uint32_t i, const Shape& shape) {
    const Ref ref = refs_[i];
    const Shape own = shape_of(i);
    const bool number = values_.all[ref.value].size == 1 && view_of(ref).starts.empty();
    if (number || (ref.view == none && own.size() == shape.size())) return ref.value;
    const Layout wide = info(broadcast_).view(layout_of(ref, own), shape, {});
    return add_load(ref, detail::simplify(wide), record(i).dtype, shape.size());
  }

  /// The value of record `i`, whole and in its own order: a copy where it is only seen by a view.
  std::uint32_t whole(std::uint32_t i) {
    const Ref ref = refs_[i];
    if (ref.view == none) return ref.value;
    return copy(operand(i, shape_of(i)), i);
  }

  std::uint32_t copy(std::uint32_t from, std::uint32_t i) {
    Value made = value(Kind::element, i);
    made.op = copy_operation;
    const std::uint32_t inputs[] = {from};
    return shared_.find_or_add(made, inputs, {});
  }

  /// A value that has an address: numbers of the program have none.
  std::uint32_t in_memory(std::uint32_t v) {
    return values_.all[v].kind == Kind::constant ? copy(v, values_.all[v].record) : v;
  }

  const Records& records_;
  Values values_;
  SharedValues shared_;
  Scaling scaling_;
  std::vector<Ref> refs_;
  std::optional<Uses> uses_;  ///< of the records of a derivative
  const OpId scatter_add_ = find_operation("scatter_add");
  const OpId matmul_ = find_operation("matmul"), broadcast_ = find_operation("broadcast_to");
};

FENCHEL_BODY Values read_records(const Records& records) { return Reader(records)(); }

}  // namespace fenchel::planner
