// SPDX-License-Identifier: Apache-2.0
// Bodies of node.hpp: a chunked free list; dead nodes are linked through `buffer`.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/program/node.hpp>

namespace fenchel {
namespace detail {

inline constexpr int nodes_per_chunk = 512;

struct NodePool {
  Node* free = nullptr;
  std::uint64_t next_id = 1;
  std::int64_t live = 0;
};

inline NodePool& node_pool() {
  static NodePool pool;
  return pool;
}

inline Node* next_free(const Node* node) { return reinterpret_cast<Node*>(node->buffer); }
inline void link_free(Node* node, Node* next) { node->buffer = reinterpret_cast<Buffer*>(next); }

inline void grow(NodePool& pool) {
  auto* chunk = static_cast<Node*>(::operator new(sizeof(Node) * nodes_per_chunk));
  for (int i = nodes_per_chunk - 1; i >= 0; --i) {
    link_free(chunk + i, pool.free);
    pool.free = chunk + i;
  }
}

/// A node of the pool with one reference, without inputs and value; its shape is not set.
inline Node* take_node(OpId op, DType dtype, int rank) {
  auto& pool = node_pool();
  if (!pool.free) grow(pool);
  Node* node = pool.free;
  pool.free = next_free(node);
  ++pool.live;
  node->references = 1;
  node->index = 0;
  node->id = pool.next_id++;
  node->op = op;
  node->handles = 0;
  node->arity = 0;
  node->rank = static_cast<std::uint8_t>(rank);
  node->dtype = dtype;
  node->flags = 0;
  node->number = 0;
  node->extra = nullptr;
  return node;
}

/// Gives up the references a node holds; inputs that die are pushed on the list of the dead.
inline void dismantle(Node* node, Node*& dead) noexcept {
  for (Node* input : node->inputs())
    if (--input->references == 0) {
      // A dead node no longer needs its id: it links the list.
      input->id = reinterpret_cast<std::uintptr_t>(dead);
      dead = input;
    }
  if (node->rank > 0 && node->known()) Memory::adopt(node->buffer);
  delete node->extra;
}

}  // namespace detail

FENCHEL_BODY Node* new_node(OpId op, DType dtype, const Shape& shape) {
  std::unique_ptr<Shape> wide = shape.rank() > 4 ? std::make_unique<Shape>(shape) : nullptr;
  std::unique_ptr<Extra> extra = wide ? std::make_unique<Extra>() : nullptr;
  if (extra) extra->shape = std::move(wide);
  Node* node = detail::take_node(op, dtype, shape.rank());
  node->extra = extra.release();
  for (int i = 0; i < shape.rank() && i < 4; ++i) node->dims[i] = shape[i];
  return node;
}

FENCHEL_BODY Node* new_node_like(OpId op, DType dtype, const Node& like) {
  if (like.rank > 4) return new_node(op, dtype, like.shape());
  Node* node = detail::take_node(op, dtype, like.rank);
  for (int i = 0; i < like.rank; ++i) node->dims[i] = like.dims[i];
  return node;
}

FENCHEL_BODY void free_node(Node* node) noexcept {
  auto& pool = detail::node_pool();
  Node* dead = node;
  node->id = 0;
  while (dead) {
    Node* current = dead;
    dead = reinterpret_cast<Node*>(static_cast<std::uintptr_t>(current->id));
    detail::dismantle(current, dead);
    detail::link_free(current, pool.free);
    pool.free = current;
    --pool.live;
  }
}

FENCHEL_BODY void add_input(Node* node, Node* input) {
  if (node->arity < 3) {
    node->in[node->arity++] = input;
  } else {
    auto& inputs = extra_of(node).inputs;
    if (node->arity == 3) inputs.assign(node->in, node->in + 3);
    inputs.push_back(input);
    node->arity = 255;
  }
  retain(input);
}

FENCHEL_BODY void drop_inputs(Node* node) noexcept {
  Node* dead[3];
  const int few = node->arity == 255 ? 0 : node->arity;
  for (int i = 0; i < few; ++i) dead[i] = node->in[i];
  std::vector<Node*> many;
  if (node->arity == 255) many.swap(node->extra->inputs);
  node->arity = 0;
  for (int i = 0; i < few; ++i) release(dead[i]);
  for (Node* input : many) release(input);
}

FENCHEL_BODY std::int64_t live_nodes() { return detail::node_pool().live; }

}  // namespace fenchel
