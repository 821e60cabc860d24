// SPDX-License-Identifier: Apache-2.0
// Bodies of operation.hpp: the table and the two ways a node is made.
#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <fenchel/primitive/list.hpp>
#include <fenchel/program/constant-inl.hpp>
#include <fenchel/program/elementwise.hpp>
#include <fenchel/program/structural/builtins.hpp>

namespace fenchel {
namespace detail {

inline std::deque<OpInfo>& table() {
  static std::deque<OpInfo> rows;
  return rows;
}

inline Spec leaf_shape(Inputs, const Attributes&) {
  fail<TypeError>("leaves are not made by emit()");
}

inline OpInfo leaf_row(const char* name, const char* summary) {
  OpInfo row{
      .name = name, .facts = {}, .role = Role::leaf, .arity = 0, .active = 0, .shape = leaf_shape};
  row.facts.name = name;
  row.facts.summary = summary;
  return row;
}

}  // namespace detail

FENCHEL_BODY const OpInfo& info(OpId op) { return detail::table()[op]; }
FENCHEL_BODY int operation_count() {
  register_builtins();
  return static_cast<int>(detail::table().size());
}

FENCHEL_BODY OpId add_operation(OpInfo row) {
  for (const OpInfo& other : detail::table())
    if (other.name == row.name)
      fail<TypeError>("an operation named '" + row.name + "' exists already");
  detail::table().push_back(std::move(row));
  return static_cast<OpId>(detail::table().size() - 1);
}

FENCHEL_BODY OpId find_operation(const char* name) {
  register_builtins();
  const auto& rows = detail::table();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return static_cast<OpId>(i);
  fail<TypeError>(std::string("there is no operation named '") + name +
                  "'; register_primitive<Op>() adds one");
}

FENCHEL_BODY void register_builtins() {
  static bool done = false;
  if (std::exchange(done, true)) return;
  add_operation(detail::leaf_row("array", "An array with a value."));
  add_operation(detail::leaf_row("constant", "A number that is part of the program."));
  add_operation(detail::leaf_row("parameter", "A placeholder of a traced program."));
  structural::add_shaping();  // alias, stop_gradient, cast first: op:: names their numbers
  structural::add_structure();
  primitive::Elementwise::for_each([]<class Op>() { add_operation(describe<Op>()); });
}

namespace detail {

/// A node of an operation whose type and shape are known.
inline Var make_node(OpId op, const Spec& spec, Inputs inputs, Attributes attributes, bool weak) {
  check_size(spec.shape, item_size(spec.dtype));
  Var node = Var::adopt(new_node(op, spec.dtype, spec.shape));
  if (weak) node->flags |= Node::weak;
  if (!attributes.empty()) extra_of(node.node()).attributes = std::move(attributes);
  for (const Var& input : inputs) add_input(node.node(), input.node());
  return node;
}

inline bool all_weak(Inputs inputs) {
  return std::all_of(inputs.begin(), inputs.end(), [](const Var& x) { return x->is(Node::weak); });
}

/// Whether the type of the inputs is that of the result.
inline bool keeps_weakness(Role role) {
  return role != Role::call && role != Role::several && role != Role::output;
}

/// The common type of typed and weak operands.
struct Common {
  DType dtype = DType::boolean;
  bool weak = true;
};

inline Common common_type(Inputs inputs) {
  bool typed = false, loose = false;
  DType strong = DType::boolean, weak = DType::boolean;
  for (const Var& x : inputs) {
    if (x->is(Node::weak)) weak = loose ? std::max(weak, x.dtype()) : x.dtype(), loose = true;
    else strong = typed ? promote(strong, x.dtype()) : x.dtype(), typed = true;
  }
  if (!typed) return {weak, true};
  return {loose ? promote_weak(strong, weak) : strong, false};
}

/// x in another type; a number is converted on the spot.
inline Var convert(const Var& x, DType dtype, bool weak) {
  if (x.dtype() == dtype && x->is(Node::weak) == weak) return x;
  const bool leaf = x->op == op::constant || (x->op == op::array && x.rank() == 0);
  if (!leaf || x->is(Node::weak) == false) return cast(x, dtype);
  Var out = Var::adopt(number_node(x->op, dtype, number_of(*x.node()), weak));
  if (x.dtype() == dtype) out->number = x->number;  // an int64 has more bits than a double
  return out;
}

inline bool same_dims(const Node& a, const Node& b) {
  const auto x = a.shape_span(), y = b.shape_span();
  return x.size() == y.size() && std::equal(x.begin(), x.end(), y.begin());
}

/// The operand whose shape the result has, if all are of one strong type, and each has that shape
/// or none: then there is nothing to promote, to broadcast or to fold. The common case of a loop.
inline const Node* uniform(Inputs inputs) {
  const Node* like = inputs[0].node();
  for (const Var& x : inputs) {
    if (x->op == op::constant || x->is(Node::weak) || x->dtype != like->dtype) return nullptr;
    if (like->rank == 0) like = x.node();
  }
  for (const Var& x : inputs)
    if (x->rank != 0 && !same_dims(*x.node(), *like)) return nullptr;
  return like;
}

/// The result's type of an operation on one type it is defined for.
inline bool takes(const OpInfo& row, DType dtype) {
  if (row.facts.signature == Signature::logical) return dtype == DType::boolean;
  return is_floating(dtype) || (row.facts.integers && dtype == DType::int64);
}

inline Var make_uniform(OpId op, const OpInfo& row, Inputs inputs, const Node& like) {
  const bool compares = row.facts.signature == Signature::comparison;
  Node* node = new_node_like(op, compares ? DType::boolean : like.dtype, like);
  for (const Var& input : inputs) add_input(node, input.node());
  return Var::adopt(node);
}

inline bool is_constant(const Var& x, double value) {
  return x->op == op::constant && number_of(*x.node()) == value;
}

/// 1 * x, 0 + x and their like, where the number is part of the program.
inline Var simplify(OpId op, Inputs x, const Spec& spec) {
  const auto keeps = [&](const Var& v) {
    return v.dtype() == spec.dtype && v.shape() == spec.shape;
  };
  static const OpId add = find_operation("add"), subtract = find_operation("subtract"),
                    multiply = find_operation("multiply"), divide = find_operation("divide"),
                    masked = find_operation("masked_multiply");
  if (op == multiply || op == masked) {
    if (is_constant(x[0], 1) && keeps(x[1])) return x[1];
    if (is_constant(x[1], 1) && keeps(x[0])) return x[0];
  } else if (op == add) {
    if (is_constant(x[0], 0) && keeps(x[1])) return x[1];
    if (is_constant(x[1], 0) && keeps(x[0])) return x[0];
  } else if ((op == subtract && is_constant(x[1], 0)) || (op == divide && is_constant(x[1], 1))) {
    if (keeps(x[0])) return x[0];
  }
  return {};
}

/// Whether a double holds the value of a number of this type.
inline bool holds(double value, DType dtype) {
  return dtype != DType::int64 || std::fabs(value) < 0x1p53;
}

/// Constants are folded at doubles; an integer too large for them is computed by the kernel.
inline Var fold_constants(const OpInfo& row, Inputs x, DType dtype, bool weak) {
  double values[3];
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i]->op != op::constant) return {};
    values[i] = number_of(*x[i].node());
    if (!holds(values[i], x[i].dtype())) return {};
  }
  const double value = row.number(values);
  if (!holds(value, dtype)) return {};
  return Var::adopt(number_node(op::constant, dtype, value, weak));
}

}  // namespace detail

FENCHEL_BODY Var emit_elementwise(OpId op, Inputs inputs) {
  const OpInfo& row = info(op);
  const bool selects = row.facts.signature == Signature::selection;
  if (!selects)
    if (const Node* like = detail::uniform(inputs); like && detail::takes(row, like->dtype))
      return detail::make_uniform(op, row, inputs, *like);
  Shape shape = inputs[0].shape();
  for (std::size_t i = 1; i < inputs.size(); ++i)
    if (!(inputs[i].shape() == shape))
      shape = broadcast(shape, inputs[i].shape(), row.name.c_str());

  detail::Common type = detail::common_type(selects ? inputs.subspan(1) : inputs);
  const DType asked = type.dtype;
  if (row.facts.signature == Signature::logical) type.dtype = DType::boolean;
  else if (!is_floating(asked) && !row.facts.integers) type.dtype = DType::float64;
  else if (asked == DType::boolean) type.dtype = DType::int64;

  Var x[3];
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const bool mask = selects && i == 0;
    x[i] = detail::convert(inputs[i], mask ? DType::boolean : type.dtype, !mask && type.weak);
  }
  const bool compares = row.facts.signature == Signature::comparison;
  const Spec spec{compares ? DType::boolean : type.dtype, shape};
  const Inputs lifted(x, inputs.size());
  const bool weak = type.weak && !compares;
  if (Var folded = detail::fold_constants(row, lifted, spec.dtype, weak)) return folded;
  if (Var simple = detail::simplify(op, lifted, spec)) return simple;
  Var out = detail::make_node(op, spec, lifted, {}, weak);
  return selects && asked == DType::boolean ? cast(out, DType::boolean) : out;
}

FENCHEL_BODY Var emit(OpId op, Inputs inputs, Attributes attributes) {
  register_builtins();
  const OpInfo& row = info(op);
  if (row.shape == nullptr) return emit_elementwise(op, inputs);
  const Spec spec = row.shape(inputs, attributes);
  const bool weak = op != op::cast && detail::keeps_weakness(row.role) && detail::all_weak(inputs);
  return detail::make_node(op, spec, inputs, std::move(attributes), weak);
}

FENCHEL_BODY Var emit_like(const Node& like, Inputs inputs) {
  Var out = emit(like.op, inputs, like.attributes());
  if (like.extra && !like.extra->regions.empty())
    extra_of(out.node()).regions = like.extra->regions;
  return out;
}

}  // namespace fenchel
