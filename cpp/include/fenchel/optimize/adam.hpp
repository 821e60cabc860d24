// SPDX-License-Identifier: Apache-2.0
// Adam: steps along the running mean m of the gradients, scaled by the running mean v of their
// squares,  x <- x - learning_rate * m / (sqrt(v) + eps).  Kingma and Ba 2015, algorithm 1.
#pragma once

#include <fenchel/optimize/objective.hpp>
#include <fenchel/optimize/status.hpp>

namespace fenchel {

struct Adam {
  double learning_rate = 1e-3;
  double b1 = 0.9;    ///< decay of m
  double b2 = 0.999;  ///< decay of v
  double eps = 1e-8;

  static constexpr std::int64_t default_max_iter = 10'000;

  struct State {
    std::vector<double> m, v;
    double b1_power = 1, b2_power = 1;  ///< b1^t and b2^t: what m and v still miss
  };
  State init(const Point& start) const {
    const std::vector<double> zeros(start.x.size());
    return {.m = zeros, .v = zeros};
  }
  /// One iteration: moves `at`.
  Status step(State& state, Point& at, Evaluator& f) const;
};

}  // namespace fenchel
