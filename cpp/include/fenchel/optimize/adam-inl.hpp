// SPDX-License-Identifier: Apache-2.0
// Bodies of adam.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/optimize/adam.hpp>

namespace fenchel {

FENCHEL_BODY Status Adam::step(State& state, Point& at, Evaluator& f) const {
  state.b1_power *= b1;
  state.b2_power *= b2;
  const double rate = learning_rate / (1 - state.b1_power);
  const double v_scale = 1 / (1 - state.b2_power);
  for (std::size_t i = 0; i < at.x.size(); ++i) {
    const double g = at.jac[i];
    state.m[i] = b1 * state.m[i] + (1 - b1) * g;
    state.v[i] = b2 * state.v[i] + (1 - b2) * g * g;
    at.x[i] -= rate * state.m[i] / (std::sqrt(v_scale * state.v[i]) + eps);
  }
  f(at);
  return at.finite() ? Status::running : Status::not_finite;
}

}  // namespace fenchel
