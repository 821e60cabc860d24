// SPDX-License-Identifier: Apache-2.0
// Bodies of minimize.hpp: the loop.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/base/error.hpp>
#include <fenchel/optimize/minimize.hpp>
#include <string>
#include <utility>

namespace fenchel {
namespace detail {

/// nan, inf or -inf; the sign of a NaN means nothing.
inline std::string not_finite(double value) {
  return std::isnan(value) ? "nan" : std::to_string(value);
}

inline void check_start(const Point& start) {
  if (!std::isfinite(start.fun))
    fail<std::invalid_argument>("minimize: the function is " + not_finite(start.fun) +
                                " at the start; start where it is finite");
  if (!all_finite(start.jac))
    fail<std::invalid_argument>("minimize: the gradient at the start has a component that is " +
                                not_finite(max_norm(start.jac)) +
                                "; start where the function has a derivative");
}

class Run {
 public:
  Run(const Objective& f, std::vector<double> start, const MinimizeOptions& options)
      : options_(options),
        evaluate_(f, options.interrupted, options.rounding),
        at_{.x = std::move(start), .jac = {}} {}

  void iterate(const Start& method, std::int64_t max_iter) {
    const std::vector<double> start = at_.x;
    try {
      evaluate_(at_);
      check_start(at_);
      history_.push_back(at_.fun);
      status_ = converged() ? Status::converged : Status::running;
      if (status_ == Status::running) loop(method(at_), max_iter);
    } catch (const Interrupted&) {
      status_ = Status::interrupted;
      if (history_.empty()) at_ = {.x = start, .jac = std::vector<double>(start.size(), NAN)};
    }
  }

  Result result() {
    const bool success = status_ == Status::converged;
    if (!success && !history_.empty()) at_ = evaluate_.best();
    return {
        std::move(at_.x), at_.fun,          std::move(at_.jac), nit_, evaluate_.count(), success,
        status_,          message(status_), std::move(history_)};
  }

 private:
  bool converged() const { return max_norm(at_.jac) <= options_.tol; }

  void loop(const Step& step, std::int64_t max_iter) {
    while (status_ == Status::running) {
      if (nit_ >= max_iter) {
        status_ = Status::iteration_limit;
        break;
      }
      status_ = step(at_, evaluate_);
      if (status_ == Status::running) finish_iteration();
    }
  }

  void finish_iteration() {
    ++nit_;
    history_.push_back(at_.fun);
    const Report report{at_, nit_, evaluate_.count()};
    if (options_.progress) options_.progress(report);
    const bool stop = options_.callback && options_.callback(report);
    if (converged()) status_ = Status::converged;
    else if (stop) status_ = Status::stopped;
  }

  const MinimizeOptions& options_;
  Evaluator evaluate_;
  Point at_;
  Status status_ = Status::running;
  std::int64_t nit_ = 0;
  std::vector<double> history_;
};

}  // namespace detail

FENCHEL_BODY Result detail::run_method(const Objective& f, std::vector<double> start,
                                       const Start& method, const MinimizeOptions& options,
                                       std::int64_t max_iter) {
  if (start.empty()) fail<std::invalid_argument>("minimize: there are no parameters");
  Run run(f, std::move(start), options);
  run.iterate(method, max_iter);
  return run.result();
}

}  // namespace fenchel
