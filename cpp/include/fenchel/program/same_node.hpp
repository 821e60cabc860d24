// SPDX-License-Identifier: Apache-2.0
// Whether two nodes say the same: `p[0]` written twice makes two.
#pragma once

#include <algorithm>
#include <cstring>
#include <fenchel/program/operation.hpp>

namespace fenchel::detail {

/// Positions are made anew by every subscript.
inline bool are_same_positions(const Node& a, const Node& b) {
  constexpr std::int64_t most = 16;
  const bool positions = a.op == op::array && b.op == op::array && a.known() && b.known() &&
                         a.dtype == DType::int64 && b.dtype == DType::int64;
  if (!positions || !(a.shape() == b.shape()) || a.shape().size() > most) return false;
  const auto data = [](const Node& node) { return const_cast<Node&>(node).data(); };
  return std::memcmp(data(a), data(b), static_cast<std::size_t>(a.shape().size()) * 8) == 0;
}

inline bool say_the_same(const Node* a, const Node* b, int depth = 4) {
  if (a == b) return true;
  if (a->op != b->op || a->dtype != b->dtype || !(a->shape() == b->shape())) return false;
  if (a->op == op::constant) return a->number == b->number;
  if (a->arity == 0 || depth == 0) return are_same_positions(*a, *b);
  const auto x = a->inputs(), y = b->inputs();
  if (x.size() != y.size() || a->attributes() != b->attributes()) return false;
  if (a->extra && !a->extra->regions.empty()) return false;
  return std::equal(x.begin(), x.end(), y.begin(),
                    [&](const Node* p, const Node* q) { return say_the_same(p, q, depth - 1); });
}

}  // namespace fenchel::detail
