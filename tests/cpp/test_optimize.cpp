// SPDX-License-Identifier: Apache-2.0
// The loop and its methods on plain C++ objectives.
#include <doctest/doctest.h>

#include <cmath>
#include <fenchel/optimize/minimize.hpp>
#include <random>
#include <string>

using namespace fenchel;

namespace {

using Vector = std::span<const double>;
using Gradient = std::span<double>;

/// The chained function of Rosenbrock, with its minimum 0 at (1, ..., 1).
double rosenbrock(Vector x, Gradient g) {
  double value = 0;
  std::fill(g.begin(), g.end(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
    value += a * a + 100 * b * b;
    g[i] += -2 * a - 400 * b * x[i];
    g[i + 1] += 200 * b;
  }
  return value;
}

/// sum_i c_i (x_i - 1)^2 / 2 with c from 1 to `condition`.
Objective quadratic(double condition) {
  return [condition](Vector x, Gradient g) {
    double value = 0;
    const double last = static_cast<double>(x.size()) - 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double c = std::pow(condition, last == 0 ? 0.0 : static_cast<double>(i) / last);
      g[i] = c * (x[i] - 1);
      value += 0.5 * c * (x[i] - 1) * (x[i] - 1);
    }
    return value;
  };
}

/// A regularized logistic regression on random data.
Objective logistic(std::size_t rows, std::size_t columns) {
  std::mt19937_64 random(0);
  std::normal_distribution<double> normal;
  std::vector<double> X(rows * columns), y(rows);
  for (double& value : X) value = normal(random);
  for (std::size_t i = 0; i < rows; ++i) y[i] = X[i * columns] + normal(random) > 0 ? 1 : -1;
  return [=](Vector w, Gradient g) {
    double value = 0.05 * detail::dot(w, w);
    for (std::size_t j = 0; j < columns; ++j) g[j] = 0.1 * w[j];
    for (std::size_t i = 0; i < rows; ++i) {
      const Vector row(&X[i * columns], columns);
      const double margin = y[i] * detail::dot(row, w);
      value += std::log1p(std::exp(-margin));
      detail::add_scaled(g, -y[i] / (1 + std::exp(margin)), row);
    }
    return value;
  };
}

double distance_to_ones(const std::vector<double>& x) {
  double largest = 0;
  for (double value : x) largest = std::max(largest, std::fabs(value - 1));
  return largest;
}

}  // namespace

TEST_CASE("L-BFGS finds Rosenbrock's minimum in 2, 10 and 100 dimensions") {
  for (const std::size_t size : {2u, 10u, 100u}) {
    std::vector<double> start(size, 1.0);
    for (std::size_t i = 0; i < size; i += 2) start[i] = -1.2;
    const Result r = minimize(rosenbrock, start, Lbfgs{}, {.tol = 1e-8});
    CAPTURE(size);
    CAPTURE(r.message);
    CHECK(r.success);
    if (size < 100) CHECK(distance_to_ones(r.x) < 1e-8);
    CHECK(detail::max_norm(r.jac) <= 1e-8);
    CHECK(r.nit < 12 * 12 + static_cast<std::int64_t>(5 * size));
    CHECK(r.history.size() == static_cast<std::size_t>(r.nit) + 1);
    for (std::size_t i = 1; i < r.history.size(); ++i)
      CHECK(r.history[i] <= r.history[i - 1] * (1 + 1e-13));
  }
}

TEST_CASE("every length of the history works") {
  for (const int history : {0, 1, 3, 30}) {
    const Result r = minimize(rosenbrock, {-1.2, 1.0}, Lbfgs{.history = history},
                              {.tol = 1e-6, .max_iter = 100'000});
    CAPTURE(history);
    CHECK(r.success);
    CHECK(distance_to_ones(r.x) < 1e-4);
  }
}

TEST_CASE("ill-conditioned quadratics") {
  for (const auto& [condition, history] : {std::pair{1.0, 10}, {1e4, 10}, {1e6, 10}, {1e8, 40}}) {
    const Result r = minimize(quadratic(condition), std::vector<double>(20, 0.0),
                              Lbfgs{.history = history}, {.tol = 1e-7});
    CAPTURE(condition);
    CAPTURE(r.message);
    CHECK(r.success);
    CHECK(distance_to_ones(r.x) < 1e-6);
  }
  CHECK(minimize(quadratic(1), {1e6, -3.0}).nit <= 3);
}

TEST_CASE("logistic regression: all methods find the same point") {
  const Objective f = logistic(200, 5);
  const std::vector<double> start(5, 0.0);
  const Result quick = minimize(f, start, Lbfgs{}, {.tol = 1e-9});
  const Result plain = minimize(f, start, GradientDescent{}, {.tol = 1e-9});
  const Result fixed = minimize(f, start, GradientDescent{.learning_rate = 0.01}, {.tol = 1e-9});
  const Result adam = minimize(f, start, Adam{.learning_rate = 0.02}, {.tol = 1e-9});
  CHECK(quick.success);
  CHECK(quick.nit < 30);
  for (const Result& other : {plain, fixed, adam}) {
    CAPTURE(other.message);
    CHECK(other.success);
    for (std::size_t i = 0; i < 5; ++i)
      CHECK(other.x[i] == doctest::Approx(quick.x[i]).epsilon(1e-7));
  }
}

TEST_CASE("the strong Wolfe conditions hold after every step") {
  std::function<bool()> never;
  const Objective f = rosenbrock;
  Evaluator evaluate(f, never);
  Point at{.x = {-1.2, 1.0}, .jac = {}};
  evaluate(at);
  for (const double first : {1e-8, 1e-3, 1.0, 1e4}) {
    const std::vector<double> direction = {-at.jac[0], -at.jac[1]};
    Point found;
    REQUIRE(WolfeSearch({.c1 = 1e-4, .c2 = 0.1})(evaluate, at, direction, first, found) ==
            Status::running);
    const double slope = detail::dot(at.jac, direction);
    const double step = (found.x[0] - at.x[0]) / direction[0];
    CHECK(found.fun <= at.fun + 1e-4 * step * slope);
    CHECK(std::fabs(detail::dot(found.jac, direction)) <= 0.1 * std::fabs(slope));
  }
}

TEST_CASE("a direction that does not descend is no progress") {
  std::function<bool()> never;
  const Objective f = quadratic(1);
  Evaluator evaluate(f, never);
  Point at{.x = {0.0}, .jac = {}}, found;
  evaluate(at);
  CHECK(WolfeSearch()(evaluate, at, std::vector<double>{-1.0}, 1, found) == Status::no_progress);
  CHECK(WolfeSearch()(evaluate, at, std::vector<double>{0.0}, 1, found) == Status::no_progress);
}

TEST_CASE("steps out of the domain are shortened") {
  const Objective f = [](Vector x, Gradient g) {  // x - log x, NaN for x < 0
    g[0] = 1 - 1 / x[0];
    return x[0] - std::log(x[0]);
  };
  for (const double start : {1e-3, 1e-1, 20.0, 1e4}) {
    const Result r = minimize(f, {start}, Lbfgs{}, {.tol = 1e-9});
    CAPTURE(start);
    CHECK(r.success);
    CHECK(distance_to_ones(r.x) < 1e-6);
    CHECK(minimize(f, {start}, GradientDescent{}).success);
  }
  const Objective overflow = [](Vector x, Gradient g) {  // exp(x) - 2000 x: infinite beyond 710
    g[0] = std::exp(x[0]) - 2000;
    return std::exp(x[0]) - 2000 * x[0];
  };
  const Result r = minimize(overflow, {0.0});
  CHECK(r.success);
  CHECK(r.x[0] == doctest::Approx(std::log(2000.0)));
}

TEST_CASE("functions without a minimum are told") {
  const Objective line = [](Vector, Gradient g) { return g[0] = -1, 0.0; };
  const Objective falling = [](Vector x, Gradient g) { return g[0] = -1, -x[0]; };
  const Objective parabola = [](Vector x, Gradient g) { return g[0] = -2 * x[0], -x[0] * x[0]; };
  CHECK(minimize(falling, {0.0}).status == Status::unbounded);
  CHECK(minimize(parabola, {1.0}).status == Status::unbounded);
  CHECK(minimize(parabola, {1.0}, GradientDescent{}).status == Status::unbounded);
  const Result wrong = minimize(line, {0.0});  // the gradient does not belong to the value
  CHECK_FALSE(wrong.success);
  const Result diverged = minimize(quadratic(100), {5.0, 5.0}, GradientDescent{.learning_rate = 1});
  CHECK(diverged.status == Status::not_finite);
  CHECK(diverged.fun == diverged.history[0]);
  CHECK(diverged.x == std::vector<double>{5.0, 5.0});
}

TEST_CASE("a kink ends the run at the lowest point") {
  const Objective f = [](Vector x, Gradient g) {
    return g[0] = x[0] < 0 ? -1 : 1, std::fabs(x[0]);
  };
  const Result r = minimize(f, {3.3});
  CHECK(r.status == Status::no_progress);
  CHECK(std::fabs(r.x[0]) < 1e-6);
  CHECK(std::string(r.message).find("kink") != std::string::npos);
}

TEST_CASE("a start with gradient zero has converged") {
  const Result r = minimize(quadratic(10), {1.0, 1.0});
  CHECK(r.success);
  CHECK(r.nit == 0);
  CHECK(r.nfev == 1);
  CHECK(r.history == std::vector<double>{0.0});
}

TEST_CASE("bad starts are refused") {
  CHECK_THROWS_AS(minimize(quadratic(1), {}), std::invalid_argument);
  CHECK_THROWS_AS(minimize(quadratic(1), {NAN}), std::invalid_argument);
  const Objective steep = [](Vector, Gradient g) { return g[0] = INFINITY, 0.0; };
  CHECK_THROWS_AS(minimize(steep, {0.0}), std::invalid_argument);
}

TEST_CASE("limits and callbacks end a run") {
  const Result short_run = minimize(rosenbrock, {-1.2, 1.0}, Lbfgs{}, {.max_iter = 3});
  CHECK(short_run.status == Status::iteration_limit);
  CHECK(short_run.nit == 3);
  CHECK(minimize(rosenbrock, {-1.2, 1.0}, Lbfgs{}, {.max_iter = 0}).nit == 0);
  std::int64_t seen = 0;
  const auto stop_at_five = [&](const Report& report) {
    CHECK(report.nit == ++seen);
    CHECK(report.nfev > report.nit);
    return report.nit == 5;
  };
  const auto look = [&](const Report& report) { CHECK(report.nit == seen + 1); };
  const Result r =
      minimize(rosenbrock, {-1.2, 1.0}, Lbfgs{}, {.callback = stop_at_five, .progress = look});
  CHECK(r.status == Status::stopped);
  CHECK(r.nit == 5);
  CHECK_FALSE(r.success);
}

TEST_CASE("an interruption returns the best point") {
  int evaluations = 0;
  const Objective counted = [&](Vector x, Gradient g) { return ++evaluations, rosenbrock(x, g); };
  const MinimizeOptions options{.interrupted = [&] { return evaluations == 10; }};
  const Result r = minimize(counted, {-1.2, 1.0}, Lbfgs{}, options);
  CHECK(r.status == Status::interrupted);
  CHECK(r.nfev == 10);
  CHECK(r.fun < 24);
  std::vector<double> g(2);
  CHECK(rosenbrock(r.x, g) == r.fun);
  CHECK(g == r.jac);
  const Objective at_once = [](Vector, Gradient) -> double { throw Interrupted(); };
  const Result nothing = minimize(at_once, {2.0});
  CHECK(nothing.status == Status::interrupted);
  CHECK(nothing.x == std::vector<double>{2.0});
  CHECK(std::isnan(nothing.fun));
}

TEST_CASE("exceptions pass unchanged") {
  struct Own {
    int number;
  };
  const Objective f = [n = 0](Vector x, Gradient g) mutable {
    if (++n == 4) throw Own{n};
    return rosenbrock(x, g);
  };
  int number = 0;
  try {
    minimize(f, {-1.2, 1.0});
  } catch (const Own& own) {
    number = own.number;
  }
  CHECK(number == 4);
  const MinimizeOptions options{.callback = [](const Report&) -> bool { throw Own{7}; }};
  CHECK_THROWS_AS(minimize(rosenbrock, {-1.2, 1.0}, Adam{}, options), Own);
}

TEST_CASE("the best point is kept where values rise again") {
  const Result r = minimize(quadratic(1), {0.9}, Adam{.learning_rate = 0.3}, {.max_iter = 7});
  double lowest = r.history[0];
  for (double value : r.history) lowest = std::min(lowest, value);
  CHECK(r.fun == lowest);
  CHECK(lowest < r.history.back());
}

namespace {

/// A method of a user: Newton's step for a quadratic function of one variable.
struct Newton {
  static constexpr std::int64_t default_max_iter = 5;
  struct State {};
  State init(const Point&) const { return {}; }
  Status step(State&, Point& at, Evaluator& f) const {
    at.x[0] -= at.jac[0];
    f(at);
    return Status::running;
  }
};

}  // namespace

TEST_CASE("a struct with init and step is a method") {
  const Result r = minimize(quadratic(1), {30.0}, Newton{});
  CHECK(r.success);
  CHECK(r.nit == 1);
}
