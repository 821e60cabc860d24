// SPDX-License-Identifier: Apache-2.0
// A step along a descent direction that satisfies the strong Wolfe conditions,
//   phi(a) <= phi(0) + c1 a phi'(0)   and   |phi'(a)| <= c2 |phi'(0)|,   phi(a) = f(x + a d).
// Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6.
#pragma once

#include <fenchel/optimize/ray.hpp>
#include <fenchel/optimize/status.hpp>

namespace fenchel {

struct WolfeOptions {
  double c1 = 1e-4;
  double c2 = 0.9;
  int max_evaluations = 40;
};

/// The search, with the memory it uses again and again.
class WolfeSearch {
 public:
  explicit WolfeSearch(WolfeOptions options = {}) : options_(options) {}

  /// Writes to `found` a point that satisfies the conditions, or, once the evaluations are used up,
  /// the lowest one on the way. `running` if there is one; `no_progress` if no value is lower, or d
  /// does not descend; `unbounded` if phi falls for ever. A step to where f is not finite is too
  /// long.
  Status operator()(Evaluator& f, const Point& from, std::span<const double> direction,
                    double first_step, Point& found);

 private:
  Status bracket(const Ray& ray, double step);
  Status zoom(const Ray& ray);
  Status lowest(const Ray& ray);
  bool try_step(const Ray& ray, double step);
  bool too_long(const Ray& ray) const;

  WolfeOptions options_;
  int evaluations_ = 0;
  Trial low_, high_, trial_;  ///< the best end of the bracket, the other end, the newest
};

}  // namespace fenchel
