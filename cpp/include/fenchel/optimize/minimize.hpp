// SPDX-License-Identifier: Apache-2.0
// The chapter of optimization (book sections 15 and 16): which x makes f(x) smallest?
//
// A method is a value with options, `init` and `step`: `init` makes its state from the first point,
// `step` moves a point by one iteration. GradientDescent, Adam and Lbfgs are methods; a struct of
// your own is one too. One loop runs them all: it evaluates, counts, tests the gradient, tells
// callbacks, and keeps the best point. The law that tests every method: known rates on quadratic
// functions, and where a run converges the gradient is zero.
//
//   Result best = minimize(rosenbrock, {-1.2, 1.0}, Lbfgs{.history = 5}, {.tol = 1e-8});
#pragma once

#include <concepts>
#include <fenchel/optimize/adam.hpp>
#include <fenchel/optimize/gradient_descent.hpp>
#include <fenchel/optimize/lbfgs.hpp>

namespace fenchel {

/// What callbacks are told after every iteration.
struct Report {
  const Point& at;
  std::int64_t nit, nfev;
};

struct MinimizeOptions {
  /// The run has converged when no component of the gradient is larger (SciPy's gtol).
  double tol = 1e-6;
  /// The limit of iterations; the method's own if negative.
  std::int64_t max_iter = -1;
  /// The relative size of the rounding errors of the value; line searches do not trust less.
  double rounding = 1e-14;
  /// Ends the run by returning true.
  std::function<bool(const Report&)> callback = {};
  /// Only looks.
  std::function<void(const Report&)> progress = {};
  /// Asked before every evaluation; ends the run by returning true.
  std::function<bool()> interrupted = {};
};

/// The converged point, or, if the run ended otherwise, the best one it saw.
struct Result {
  std::vector<double> x;
  double fun;
  std::vector<double> jac;
  std::int64_t nit, nfev;
  bool success;
  Status status;
  const char* message;
  std::vector<double> history;  ///< the value at the start and after every iteration
};

template <class M>
concept Method = requires(const M method, typename M::State state, Point point, Evaluator f) {
  { method.init(point) } -> std::same_as<typename M::State>;
  { method.step(state, point, f) } -> std::same_as<Status>;
  { M::default_max_iter } -> std::convertible_to<std::int64_t>;
};

namespace detail {
using Step = std::function<Status(Point&, Evaluator&)>;
using Start = std::function<Step(const Point&)>;
Result run_method(const Objective& f, std::vector<double> start, const Start& method,
                  const MinimizeOptions& options, std::int64_t max_iter);
}  // namespace detail

/// Minimizes f from `start`.
///
/// Raises std::invalid_argument if `start` is empty, or f is not finite there. What f and the
/// callbacks throw leaves unchanged; an interruption is no error, it returns the best point.
template <Method M = Lbfgs>
Result minimize(const Objective& f, std::vector<double> start, const M& method = {},
                const MinimizeOptions& options = {}) {
  const auto bind = [&method](const Point& first) -> detail::Step {
    return [&method, state = method.init(first)](Point& at, Evaluator& evaluate) mutable {
      return method.step(state, at, evaluate);
    };
  };
  const auto max_iter = options.max_iter < 0 ? M::default_max_iter : options.max_iter;
  return detail::run_method(f, std::move(start), bind, options, max_iter);
}

}  // namespace fenchel
