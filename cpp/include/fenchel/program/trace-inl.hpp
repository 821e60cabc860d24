// SPDX-License-Identifier: Apache-2.0
// Bodies of trace.hpp.
#pragma once

#include <algorithm>
#include <fenchel/base/config.hpp>
#include <fenchel/program/node-inl.hpp>
#include <fenchel/program/operation.hpp>
#include <fenchel/program/trace.hpp>

namespace fenchel {
namespace detail {

inline std::vector<Trace*>& traces() {
  static std::vector<Trace*> alive;
  return alive;
}

/// Of this thread: what another one traces is no surrounding of a call here.
inline int& open_here() {
  static thread_local int count = 0;
  return count;
}

}  // namespace detail

FENCHEL_BODY Trace::Trace() : first_(detail::node_pool().next_id) {
  detail::traces().push_back(this);
  ++detail::open_here();
}

FENCHEL_BODY void Trace::close() {
  if (!std::exchange(open_, false)) return;
  last_ = detail::node_pool().next_id;
  --detail::open_here();
}

FENCHEL_BODY Trace::~Trace() {
  close();
  auto& alive = detail::traces();
  alive.erase(std::find(alive.begin(), alive.end(), this));
  for (const Var& node : kept_) settle(node);
}

FENCHEL_BODY int open_traces() { return detail::open_here(); }

FENCHEL_BODY void settle(const Var& node) {
  if (node->arity == 0) return;
  for (Trace* trace : detail::traces())
    if (trace->holds(node.node())) {
      trace->kept_.push_back(node);
      return;
    }
  drop_inputs(node.node());
  node->op = op::array;
}

}  // namespace fenchel
