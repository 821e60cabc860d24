// SPDX-License-Identifier: Apache-2.0
// The function along a ray, phi(a) = f(x + a d), and when a step along it is worth taking.
#pragma once

#include <fenchel/optimize/objective.hpp>

namespace fenchel {

/// A step that was tried: the value and the slope of phi there, and the point itself.
struct Trial {
  double step = 0, value = 0, slope = 0;
  bool finite = true;
  Point point;
};

class Ray {
 public:
  /// `from` and `direction` must outlive the ray.
  Ray(Evaluator& f, const Point& from, std::span<const double> direction, double armijo)
      : f_(f),
        from_(from),
        direction_(direction),
        armijo_(armijo),
        slope_(detail::dot(from.jac, direction)) {}

  double value() const { return from_.fun; }
  double slope() const { return slope_; }

  /// The start as a trial; its point stays where it is.
  void start(Trial& trial) const {
    trial.step = 0;
    trial.value = from_.fun;
    trial.slope = slope_;
    trial.finite = true;
  }

  void try_step(double step, Trial& trial) const {
    trial.step = step;
    trial.point.x.resize(direction_.size());
    detail::move_along(trial.point.x, from_.x, step, direction_);
    f_(trial.point);
    trial.value = trial.point.fun;
    trial.slope = detail::dot(trial.point.jac, direction_);
    trial.finite = trial.point.finite() && std::isfinite(trial.slope);
  }

  /// Differences of values below this are rounding.
  double rounding() const { return f_.rounding() * std::fabs(from_.fun); }

  /// phi(a) <= phi(0) + c a phi'(0); where rounding hides the difference of the values, the same
  /// for the parabola through both slopes (Hager and Zhang 2005, "approximate Wolfe").
  bool decreases(const Trial& trial) const {
    if (trial.value <= from_.fun + armijo_ * trial.step * slope_) return true;
    return trial.value <= from_.fun + rounding() && trial.slope <= (2 * armijo_ - 1) * slope_;
  }

 private:
  Evaluator& f_;
  const Point& from_;
  std::span<const double> direction_;
  double armijo_;
  double slope_;
};

}  // namespace fenchel
