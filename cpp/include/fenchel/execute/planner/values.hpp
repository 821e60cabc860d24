// SPDX-License-Identifier: Apache-2.0
// What the planner knows of a program: values that are computed or read, and references to them
// through views. Records that only rename, reshape or select are references and cost nothing.
#pragma once

#include <fenchel/execute/plan.hpp>
#include <fenchel/program/records.hpp>

namespace fenchel::planner {

inline constexpr std::uint32_t none = ~std::uint32_t{0};
/// The operation number of a plain copy, which is no row of the table.
inline constexpr OpId copy_operation = 0xffff;

enum class Kind : std::uint8_t {
  leaf,
  constant,
  element,
  load,
  fold,
  product,
  whole,
  several,  ///< runs subprograms; has no memory of its own
  output,   ///< a result of one, computed by its step
};

/// A value of the plan.
struct Value {
  Kind kind;
  DType dtype;
  OpId op = 0;
  std::uint32_t record = none;  ///< where its attributes and shape are written
  std::uint32_t inputs = 0;     ///< where its inputs begin in Values::edges
  std::uint32_t arity = 0;
  std::uint32_t view = none;  ///< of a load
  std::uint32_t level = 0;
  std::uint32_t step = none;
  std::uint32_t slot = none;  ///< its memory, if it needs any
  std::int64_t space = 0;     ///< elements the step runs over; of a fold: of its input
  std::int64_t size = 0;      ///< elements of the value
  std::uint64_t number = 0;   ///< the bytes of a constant
};

/// A record as a value seen through a view; without a view, the whole value in row-major order.
struct Ref {
  std::uint32_t value = none;
  std::uint32_t view = none;
};

/// A view whose memory is still a value.
struct ValueView {
  std::uint32_t value;
  Layout layout;
  struct Start {
    std::uint32_t value;  ///< an int64 array
    std::vector<std::int64_t> strides;
  };
  std::vector<Start> starts;
};

/// A fold goes over the middle axis of (outer, k, inner).
struct FoldExtents {
  std::int64_t k = 1, inner = 1;
};
FoldExtents fold_extents(const Records& records, std::uint32_t fold);

struct Values {
  std::vector<Value> all;
  std::vector<std::uint32_t> edges;  ///< inputs of the values
  std::vector<ValueView> views;
  std::vector<std::uint32_t> leaves;  ///< values of the leaves, in order
  std::vector<std::uint32_t> roots;   ///< values of the roots, whole

  std::span<const std::uint32_t> inputs_of(const Value& value) const {
    return {edges.data() + value.inputs, value.arity};
  }
  bool is_window(const Value& load) const;
  bool is_zero(std::uint32_t v) const {
    return all[v].kind == Kind::constant && all[v].number == 0;
  }
};

/// Calls use(v) for every value whose memory or register the value reads.
template <class Use>
void for_each_read(const Values& values, const Value& value, Use&& use) {
  for (std::uint32_t input : values.inputs_of(value)) {
    const Value& read = values.all[input];
    if (read.kind != Kind::load) {
      use(input);
      continue;
    }
    const ValueView& view = values.views[read.view];
    use(view.value);
    for (const auto& start : view.starts) use(start.value);
  }
}

/// Reads the records: finds common subexpressions, follows views, inserts the copies that are
/// needed.
Values read_records(const Records& records);

}  // namespace fenchel::planner
