// SPDX-License-Identifier: Apache-2.0
// What is minimized, and the one place that evaluates it: counts, remembers the best point, and
// looks for an interruption.
#pragma once

#include <cstdint>
#include <fenchel/base/constants.hpp>
#include <fenchel/optimize/vector.hpp>
#include <functional>
#include <span>
#include <vector>

namespace fenchel {

/// Returns the value at x and writes the gradient there. It may throw: the exception leaves
/// `minimize` unchanged, except `Interrupted`, which ends the run.
using Objective = std::function<double(std::span<const double> x, std::span<double> jac)>;

/// A point with the value and the gradient there.
struct Point {
  std::vector<double> x;
  double fun = nan;
  std::vector<double> jac;

  bool finite() const { return std::isfinite(fun) && detail::all_finite(jac); }
};

/// Thrown to end a run early; `minimize` catches it and returns the best point.
struct Interrupted {};

class Evaluator {
 public:
  /// `rounding` is the relative size of the rounding errors of the value.
  Evaluator(const Objective& objective, const std::function<bool()>& interrupted,
            double rounding = 1e-14)
      : objective_(objective), interrupted_(interrupted), rounding_(rounding) {}

  /// Fills in the value and the gradient at point.x.
  void operator()(Point& point) {
    poll();
    ++count_;
    point.jac.resize(point.x.size());
    point.fun = objective_(point.x, point.jac);
    if (best_.x.empty() || (point.fun < best_.fun && point.finite())) best_ = point;
  }

  /// Lets an interruption end the run; to be called within long computations.
  void poll() const {
    if (interrupted_ && interrupted_()) throw Interrupted();
  }

  std::int64_t count() const { return count_; }
  double rounding() const { return rounding_; }
  /// The finite point of the lowest value, or the first one.
  const Point& best() const { return best_; }

 private:
  const Objective& objective_;
  const std::function<bool()>& interrupted_;
  double rounding_;
  std::int64_t count_ = 0;
  Point best_;
};

}  // namespace fenchel
