// SPDX-License-Identifier: Apache-2.0
// Gradient descent, x <- x - a grad f(x). Book section 15.
#pragma once

#include <fenchel/optimize/ray.hpp>
#include <fenchel/optimize/status.hpp>
#include <optional>

namespace fenchel {

/// With a learning rate, a is that number. Without one, a is found by backtracking: from twice the
/// last step down by halves until the value falls by at least armijo a |grad f|^2.
struct GradientDescent {
  std::optional<double> learning_rate = std::nullopt;
  double armijo = 1e-4;

  static constexpr std::int64_t default_max_iter = 10'000;

  struct State {
    double step;
    std::vector<double> direction;
    Trial trial;
  };
  State init(const Point& start) const;
  /// One iteration: moves `at` downhill.
  Status step(State& state, Point& at, Evaluator& f) const;

 private:
  Status backtrack(State& state, Point& at, Evaluator& f) const;
};

}  // namespace fenchel
