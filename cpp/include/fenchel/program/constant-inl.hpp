// SPDX-License-Identifier: Apache-2.0
// Bodies of constant.hpp and of the constructors of Var.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>

namespace fenchel {
namespace detail {

inline Node* number_node(OpId op, DType dtype, double value, bool weak) {
  Node* node = new_node(op, dtype, Shape{});
  node->flags |= Node::has_value;
  if (weak) node->flags |= Node::weak;
  set_number(*node, value);
  return node;
}

template <class T>
void put(Node& node, T value) {
  node.number = 0;
  std::memcpy(&node.number, &value, sizeof value);
}

template <class T>
double get(const Node& node) {
  T value;
  std::memcpy(&value, &node.number, sizeof value);
  return static_cast<double>(value);
}

}  // namespace detail

FENCHEL_BODY void set_number(Node& node, double value) {
  switch (node.dtype) {
    case DType::boolean:
      return detail::put<unsigned char>(node, value != 0);
    case DType::int64:
      return detail::put(node, static_cast<std::int64_t>(value));
    case DType::float32:
      return detail::put(node, static_cast<float>(value));
    default:
      return detail::put(node, value);
  }
}

FENCHEL_BODY double number_of(const Node& node) {
  switch (node.dtype) {
    case DType::boolean:
      return detail::get<unsigned char>(node);
    case DType::int64:
      return detail::get<std::int64_t>(node);
    case DType::float32:
      return detail::get<float>(node);
    default:
      return detail::get<double>(node);
  }
}

FENCHEL_BODY Var::Var(double value)
    : node_(detail::number_node(op::constant, DType::float64, value, true)) {}
FENCHEL_BODY Var::Var(std::int64_t value)
    : node_(detail::number_node(op::constant, DType::int64, static_cast<double>(value), true)) {}
FENCHEL_BODY Var::Var(bool value)
    : node_(detail::number_node(op::constant, DType::boolean, value, true)) {}

FENCHEL_BODY Var constant(double value, DType dtype) {
  return Var::adopt(detail::number_node(op::constant, dtype, value, false));
}

FENCHEL_BODY Var full(const Shape& shape, double value, DType dtype) {
  check_size(shape, item_size(dtype));
  return broadcast_to(constant(value, dtype), shape);
}

FENCHEL_BODY Var zeros_like(const Var& x) { return full(x.shape(), 0, x.dtype()); }

FENCHEL_BODY Var repeated_constant(const Var& x) {
  static const OpId repeat = find_operation("broadcast_to");
  if (x->op == op::constant) return x;
  const bool repeats = x->op == repeat && x->arity == 1 && x->in[0]->op == op::constant;
  return repeats ? Var::share(x->in[0]) : Var();
}

FENCHEL_BODY bool is_zero(const Var& x) {
  const Var number = repeated_constant(x);
  return number && number_of(*number.node()) == 0;
}

FENCHEL_BODY Var scalar(double value, DType dtype, bool weak) {
  return Var::adopt(detail::number_node(op::array, dtype, value, weak));
}

FENCHEL_BODY Var parameter(DType dtype, const Shape& shape, TracedBy traced_by) {
  Node* node = new_node(op::parameter, dtype, shape);
  Var var = Var::adopt(node);
  extra_of(node).attributes = {static_cast<std::int64_t>(traced_by)};
  return var;
}

FENCHEL_BODY Var alias(const Var& x) {
  const Var inputs[] = {x};
  return emit(op::alias, inputs);
}

}  // namespace fenchel
