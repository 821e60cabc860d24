// SPDX-License-Identifier: Apache-2.0
// Bodies of lbfgs.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/optimize/lbfgs.hpp>
#include <fenchel/optimize/line_search-inl.hpp>

namespace fenchel {

FENCHEL_BODY CurvatureMemory::CurvatureMemory(std::size_t size, int history)
    : pairs_(static_cast<std::size_t>(history)) {
  for (Pair& pair : pairs_) {
    pair.s.resize(size);
    pair.y.resize(size);
  }
}

FENCHEL_BODY CurvatureMemory::Pair& CurvatureMemory::pair(int age) {
  const int history = static_cast<int>(pairs_.size());
  return pairs_[static_cast<std::size_t>((newest_ - age + history) % history)];
}

FENCHEL_BODY void CurvatureMemory::remember(const Point& from, const Point& to) {
  if (pairs_.empty()) return;
  Pair& next = pair(-1);
  detail::move_along(next.s, to.x, -1, from.x);
  detail::move_along(next.y, to.jac, -1, from.jac);
  const double sy = detail::dot(next.s, next.y), yy = detail::dot(next.y, next.y);
  if (!(sy > std::numeric_limits<double>::epsilon() * yy)) return;
  next.rho = 1 / sy;
  scale_ = sy / yy;
  const int history = static_cast<int>(pairs_.size());
  newest_ = (newest_ + 1) % history;
  count_ = std::min(count_ + 1, history);
}

FENCHEL_BODY void CurvatureMemory::descend(std::span<const double> jac, std::span<double> direction,
                                           const Evaluator& f) {
  for (std::size_t i = 0; i < jac.size(); ++i) direction[i] = -jac[i];
  if (empty()) return;
  for (int age = 0; age < count_; ++age) {
    f.poll();
    Pair& p = pair(age);
    p.alpha = p.rho * detail::dot(p.s, direction);
    detail::add_scaled(direction, -p.alpha, p.y);
  }
  for (double& d : direction) d *= scale_;
  for (int age = count_; age-- > 0;) {
    f.poll();
    const Pair& p = pair(age);
    detail::add_scaled(direction, p.alpha - p.rho * detail::dot(p.y, direction), p.s);
  }
}

FENCHEL_BODY Lbfgs::State Lbfgs::init(const Point& start) const {
  return {.memory = CurvatureMemory(start.x.size(), history),
          .search = WolfeSearch(line_search),
          .direction = std::vector<double>(start.x.size()),
          .next = {}};
}

/// The direction of a stale memory may lead nowhere; the steepest descent then has the last word.
FENCHEL_BODY Status Lbfgs::step(State& state, Point& at, Evaluator& f) const {
  for (;;) {
    const bool first = state.memory.empty();
    state.memory.descend(at.jac, state.direction, f);
    const double longest = first ? detail::max_norm(at.jac) : 1.0;
    const double first_step = std::min(1.0, 1.0 / longest);
    const Status status = state.search(f, at, state.direction, first_step, state.next);
    if (status == Status::running) break;
    if (status != Status::no_progress || first) return status;
    state.memory.clear();
  }
  state.memory.remember(at, state.next);
  std::swap(at, state.next);
  return Status::running;
}

}  // namespace fenchel
