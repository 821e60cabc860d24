// SPDX-License-Identifier: Apache-2.0
// A program variable: a counted reference to a node. It is a carrier, so every formula written for
// numbers also builds programs.
#pragma once

#include <fenchel/primitive/carrier.hpp>
#include <fenchel/program/node.hpp>
#include <utility>

namespace fenchel {

class Var {
 public:
  Var() = default;
  /// A structural constant: weakly typed, part of the program, folded where possible.
  Var(double value);                                         // NOLINT: numbers lift implicitly
  Var(int value) : Var(static_cast<std::int64_t>(value)) {}  // NOLINT
  Var(std::int64_t value);                                   // NOLINT
  Var(bool value);                                           // NOLINT
  Var(const Var& other) : node_(other.node_) {
    if (node_) retain(node_);
  }
  Var(Var&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Var& operator=(Var other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Var() {
    if (node_) release(node_);
  }

  static Var adopt(Node* node) {
    Var var;
    var.node_ = node;
    return var;
  }
  static Var share(Node* node) {
    retain(node);
    return adopt(node);
  }

  explicit operator bool() const { return node_ != nullptr; }
  Node* node() const { return node_; }
  Node* operator->() const { return node_; }
  Shape shape() const { return node_->shape(); }
  int rank() const { return node_->rank; }
  std::int64_t dim(int axis) const { return node_->shape_span()[axis]; }
  DType dtype() const { return node_->dtype; }

 private:
  Node* node_ = nullptr;
};

using Vars = std::vector<Var>;

/// A new node of an elementwise primitive over already lifted operands: promotes, broadcasts,
/// folds.
Var emit_elementwise(OpId op, std::span<const Var> inputs);
/// The identifier of a primitive by its name.
OpId find_operation(const char* name);

template <class Op>
OpId id_of() {
  static const OpId id = find_operation(Op::facts.name);
  return id;
}

template <>
struct Carrier<Var> {
  static constexpr int rank = 100;
  template <class Op, class... A>
  static Var apply(const A&... a) {
    const Var inputs[] = {Var(a)...};
    return emit_elementwise(id_of<Op>(), inputs);
  }
};

}  // namespace fenchel
