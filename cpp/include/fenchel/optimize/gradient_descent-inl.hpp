// SPDX-License-Identifier: Apache-2.0
// Bodies of gradient_descent.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/base/constants.hpp>
#include <fenchel/optimize/gradient_descent.hpp>
#include <utility>

namespace fenchel {

/// The first trial moves no component by more than one half.
FENCHEL_BODY GradientDescent::State GradientDescent::init(const Point& start) const {
  const double longest = detail::max_norm(start.jac);
  return {.step = 0.5 * std::min(1.0, 1.0 / longest), .direction = {}, .trial = {}};
}

FENCHEL_BODY Status GradientDescent::step(State& state, Point& at, Evaluator& f) const {
  if (!learning_rate) return backtrack(state, at, f);
  detail::add_scaled(at.x, -*learning_rate, at.jac);
  f(at);
  return at.finite() ? Status::running : Status::not_finite;
}

FENCHEL_BODY Status GradientDescent::backtrack(State& state, Point& at, Evaluator& f) const {
  state.direction.assign(at.x.size(), 0.0);
  detail::add_scaled(state.direction, -1, at.jac);
  const Ray ray(f, at, state.direction, armijo);
  Trial& trial = state.trial;
  for (double step = 2 * state.step;; step /= 2) {
    ray.try_step(step, trial);
    if (trial.point.x == at.x) return Status::no_progress;
    if (trial.value == -inf) return Status::unbounded;
    if (!trial.finite || !ray.decreases(trial)) continue;
    state.step = step;
    std::swap(at, trial.point);
    return Status::running;
  }
}

}  // namespace fenchel
