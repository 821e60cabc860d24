// SPDX-License-Identifier: Apache-2.0
// Bodies of line_search.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/base/constants.hpp>
#include <fenchel/optimize/line_search.hpp>
#include <utility>

namespace fenchel {
namespace detail {

/// The minimizer of the cubic with the values and slopes of both trials (equation 3.59); NaN if it
/// has none. Slopes are scaled, so that their product neither overflows nor vanishes.
inline double cubic_minimizer(const Trial& a, const Trial& b) {
  const double width = b.step - a.step;
  const double d1 = a.slope + b.slope - 3 * (b.value - a.value) / width;
  const double scale = std::max({std::fabs(d1), std::fabs(a.slope), std::fabs(b.slope)});
  const double square = (d1 / scale) * (d1 / scale) - (a.slope / scale) * (b.slope / scale);
  const double d2 = std::copysign(scale * std::sqrt(square), width);
  return b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
}

/// A step inside the bracket, away from its ends by a tenth.
inline double inside(const Trial& low, const Trial& high, bool bisect) {
  const double width = high.step - low.step;
  if (!high.finite) return low.step + (low.step == 0 ? 0.1 : 0.5) * width;
  const double step = bisect ? low.step + 0.5 * width : cubic_minimizer(low, high);
  if (!std::isfinite(step)) return low.step + 0.5 * width;
  const auto [first, last] = std::minmax({low.step + 0.1 * width, low.step + 0.9 * width});
  return std::clamp(step, first, last);
}

/// A step beyond the newest one: where the cubic sees the minimum, at least twice, at most ten
/// times.
inline double beyond(const Trial& previous, const Trial& newest) {
  const double step = cubic_minimizer(previous, newest);
  const double first = 2 * newest.step, last = 10 * newest.step;
  return step > newest.step ? std::clamp(step, first, last) : last;
}

}  // namespace detail

/// Whether the step satisfies both conditions.
FENCHEL_BODY bool WolfeSearch::try_step(const Ray& ray, double step) {
  ++evaluations_;
  ray.try_step(step, trial_);
  return trial_.finite && ray.decreases(trial_) &&
         std::fabs(trial_.slope) <= options_.c2 * std::fabs(ray.slope());
}

/// Whether the newest trial lies beyond a minimizer, judged by its value.
FENCHEL_BODY bool WolfeSearch::too_long(const Ray& ray) const {
  return !trial_.finite || !ray.decreases(trial_) || trial_.value > low_.value + ray.rounding();
}

/// Grows the step until it is good, or a good one lies between low_ and high_ (algorithm 3.5).
FENCHEL_BODY Status WolfeSearch::bracket(const Ray& ray, double step) {
  while (evaluations_ < options_.max_evaluations) {
    if (try_step(ray, step)) return Status::running;
    if (trial_.value == -inf) return Status::unbounded;
    if (too_long(ray)) {
      std::swap(high_, trial_);
      return zoom(ray);
    }
    if (trial_.slope >= 0) {
      std::swap(high_, low_);
      std::swap(low_, trial_);
      return zoom(ray);
    }
    step = detail::beyond(low_, trial_);
    std::swap(low_, trial_);
  }
  return Status::unbounded;
}

/// Shrinks the bracket around a good step (algorithm 3.6); bisects when the cubic shrinks it
/// slowly.
FENCHEL_BODY Status WolfeSearch::zoom(const Ray& ray) {
  double width = std::fabs(high_.step - low_.step);
  bool slow = false;
  while (evaluations_ < options_.max_evaluations) {
    const double step = detail::inside(low_, high_, slow);
    if (step == low_.step || step == high_.step) break;
    if (try_step(ray, step)) return Status::running;
    if (too_long(ray)) {
      std::swap(high_, trial_);
    } else {
      if (trial_.slope * (high_.step - low_.step) >= 0) std::swap(high_, low_);
      std::swap(low_, trial_);
    }
    const double shrunk = std::fabs(high_.step - low_.step);
    slow = shrunk > 0.66 * width;
    width = shrunk;
  }
  return lowest(ray);
}

FENCHEL_BODY Status WolfeSearch::lowest(const Ray& ray) {
  if (low_.step == 0 || !(low_.value < ray.value())) return Status::no_progress;
  std::swap(trial_, low_);
  return Status::running;
}

FENCHEL_BODY Status WolfeSearch::operator()(Evaluator& f, const Point& from,
                                            std::span<const double> direction, double first_step,
                                            Point& found) {
  const Ray ray(f, from, direction, options_.c1);
  if (!(ray.slope() < 0)) return Status::no_progress;
  evaluations_ = 0;
  ray.start(low_);
  const Status status = bracket(ray, first_step);
  if (status == Status::running) std::swap(found, trial_.point);
  return status;
}

}  // namespace fenchel
