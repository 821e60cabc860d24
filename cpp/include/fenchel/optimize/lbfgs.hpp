// SPDX-License-Identifier: Apache-2.0
// L-BFGS: Newton's step with an inverse Hessian remembered from the last few steps, and a strong
// Wolfe line search. Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5.
#pragma once

#include <fenchel/optimize/line_search.hpp>

namespace fenchel {

/// The inverse Hessian as pairs of step s and change of gradient y, oldest first overwritten.
class CurvatureMemory {
 public:
  CurvatureMemory(std::size_t size, int history);

  bool empty() const { return count_ == 0; }
  void clear() { count_ = 0; }
  /// Remembers the move between two points, unless the curvature along it is not positive.
  void remember(const Point& from, const Point& to);
  /// direction = -H jac, by the two loops; the steepest descent while nothing is remembered.
  void descend(std::span<const double> jac, std::span<double> direction, const Evaluator& f);

 private:
  struct Pair {
    std::vector<double> s, y;
    double rho = 0, alpha = 0;  ///< 1 / <s, y>, and what the first loop leaves for the second
  };
  /// The pair remembered `age` moves before the newest.
  Pair& pair(int age);

  std::vector<Pair> pairs_;
  int count_ = 0, newest_ = 0;
  double scale_ =
      1;  ///< <s, y> / <y, y> of the newest pair: the first guess of H is a multiple of 1
};

struct Lbfgs {
  int history = 10;
  WolfeOptions line_search = {};

  static constexpr std::int64_t default_max_iter = 10'000;

  struct State {
    CurvatureMemory memory;
    WolfeSearch search;
    std::vector<double> direction;
    Point next;
  };
  State init(const Point& start) const;
  /// One iteration: moves `at` to a point that satisfies the Wolfe conditions.
  Status step(State& state, Point& at, Evaluator& f) const;
};

}  // namespace fenchel
