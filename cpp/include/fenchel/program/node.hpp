// SPDX-License-Identifier: Apache-2.0
// A node of the SSA graph: an operation of the table, its inputs, the shape and type of its result,
// and the value once it is known. 96 bytes; wide shapes, many inputs, attributes and regions live
// in an `Extra` beside it. Nodes are counted, free-listed, and freed without recursion.
#pragma once

#include <cstdint>
#include <cstring>
#include <fenchel/base/dtype.hpp>
#include <fenchel/program/buffer.hpp>
#include <fenchel/program/shape.hpp>
#include <memory>
#include <span>
#include <vector>

namespace fenchel {

struct Region;
struct Node;

using OpId = std::uint16_t;
using Attributes = std::vector<std::int64_t>;

/// What most nodes do not have.
struct Extra {
  Attributes attributes;         ///< axes, steps, target shapes: all integers
  std::vector<Node*> inputs;     ///< all inputs, if more than three
  std::unique_ptr<Shape> shape;  ///< if more than four axes
  std::vector<std::shared_ptr<const Region>> regions;  ///< subprograms the operation runs
};

struct Node {
  enum Flag : std::uint8_t {
    weak = 1,       ///< a Python scalar's type: gives way to the other operand's
    has_value = 2,  ///< `number` (rank 0) or `buffer` holds the result
    guarded = 4,    ///< a derivative whose zeros are chosen: they win over infinite partials
    in_work = 8,    ///< a thread is computing the value
    unit = 16,      ///< a leaf of unit arrays: as a matrix, the identity
  };

  std::uint32_t references;
  std::uint32_t index;  ///< scratch of the walk that visits it
  std::uint64_t id;     ///< birth order: inputs are always older
  OpId op;
  std::uint16_t handles;  ///< user-visible tensors holding it; sticks at the top
  std::uint8_t arity;     ///< number of inputs; 255: see extra
  std::uint8_t rank;
  DType dtype;
  std::uint8_t flags;
  Node* in[3];
  union {
    Buffer* buffer;
    std::uint64_t number;  ///< the bytes of a rank-0 value
  };
  Extra* extra;
  std::int64_t dims[4];

  std::span<Node* const> inputs() const {
    if (arity == 255) return {extra->inputs.data(), extra->inputs.size()};
    return {in, arity};
  }
  std::span<const std::int64_t> shape_span() const {
    if (rank > 4) return extra->shape->dims();
    return {dims, rank};
  }
  Shape shape() const { return Shape(shape_span()); }
  const Attributes& attributes() const {
    static const Attributes none;
    return extra ? extra->attributes : none;
  }
  bool is(Flag flag) const { return flags & flag; }
  bool known() const { return flags & has_value; }
  /// Address of the value; rank-0 values lie in the node.
  void* data() { return rank == 0 ? static_cast<void*>(&number) : buffer->data(); }
};
static_assert(sizeof(Node) == 96);

/// A fresh node without inputs and value, one reference.
Node* new_node(OpId op, DType dtype, const Shape& shape);
/// The same with the shape of another node.
Node* new_node_like(OpId op, DType dtype, const Node& like);
/// Frees a node nobody refers to, and whatever only it kept alive. Iterative.
void free_node(Node* node) noexcept;
/// Appends an input, taking a reference.
void add_input(Node* node, Node* input);
/// Lets go of the inputs: the node becomes a leaf.
void drop_inputs(Node* node) noexcept;
/// Number of nodes alive.
std::int64_t live_nodes();

inline void retain(Node* node) { ++node->references; }
inline void release(Node* node) {
  if (--node->references == 0) free_node(node);
}

inline Extra& extra_of(Node* node) {
  if (!node->extra) node->extra = new Extra;
  return *node->extra;
}

}  // namespace fenchel
