// SPDX-License-Identifier: Apache-2.0
// The oracle for programs that project onto the simplex. It finds the threshold by bisection, and
// shares no code with the kernel.
#pragma once

#include <algorithm>

#include "oracle.hpp"

namespace oracle {

inline double mass_above(const Values& theta, double tau) {
  double mass = 0;
  for (double v : theta) mass += std::fmax(v - tau, 0.0);
  return mass;
}

/// The projection of one row of finite numbers.
inline Values projected_row(const Values& theta) {
  double high = *std::max_element(theta.begin(), theta.end()), low = high - 1;
  for (int i = 0; i < 200; ++i) {
    const double middle = low + (high - low) / 2;
    (mass_above(theta, middle) > 1 ? low : high) = middle;
  }
  Values out;
  for (double v : theta) out.push_back(std::fmax(v - high, 0.0));
  return out;
}

inline Values projected(const Values& rows, std::size_t n) {
  Values out;
  for (auto row = rows.begin(); row != rows.end(); row += static_cast<std::ptrdiff_t>(n)) {
    const Values p = projected_row(Values(row, row + static_cast<std::ptrdiff_t>(n)));
    out.insert(out.end(), p.begin(), p.end());
  }
  return out;
}

/// `evaluate`, with the projections bound to what bisection says.
inline Values evaluate_smooth(const Var& x, Bindings at = {}) {
  fenchel::Walk walk;
  walk.visit(x.node(), [&](Node* node) { return !at.count(node) && !node->known(); });
  const std::vector<Node*> order = walk.order();
  for (Node* node : order) {
    if (fenchel::info(node->op).name != "project_simplex" || at.count(node)) continue;
    const auto n = static_cast<std::size_t>(node->shape()[node->rank - 1]);
    at[node] = projected(evaluate(Var::share(node->inputs()[0]), at), n);
  }
  return evaluate(x, at);
}

}  // namespace oracle
