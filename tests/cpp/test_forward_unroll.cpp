// SPDX-License-Identifier: Apache-2.0
// Recurrences: gradients against difference quotients, at any number of checkpoints, for numbers
// and packets, and without allocation.
#include "functions.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace fenchel;

namespace {

constexpr auto step = [](const auto& s, const auto& p, const auto& u) {
  return std::array{p[0] * s[0] + 0.1 * sin(s[1]) + u[0], s[1] * (1.0 - 0.1 * p[1]) + 0.2 * s[0]};
};
constexpr auto cost = [](const auto& s, const auto& p, const auto& u) {
  return log1p(s[0] * s[0]) * p[2] + u[1] * s[1] * s[1];
};
constexpr auto last = [](const auto& s, const auto& p) { return s[0] * p[0] - tanh(s[1]); };

struct Inputs {
  std::vector<double> u, v, du, dv;
  explicit Inputs(std::size_t n) : u(n), v(n), du(n), dv(n) {
    for (std::size_t t = 0; t < n; ++t) {
      u[t] = 0.3 * std::sin(double(t));
      v[t] = 0.5 + 0.2 * std::cos(2.0 * double(t));
    }
  }
  Trajectory<double, 2, 3, 2> run() {
    return {u.size(), {0.5, -0.2}, {0.9, 0.3, 1.4},       {u.data(), v.data()},
            {},       {},          {du.data(), dv.data()}};
  }
};

/// The objective, written down plainly.
template <class C, class L>
double objective(const Trajectory<double, 2, 3, 2>& r, const C& each, const L& end) {
  std::array<double, 2> s = r.start;
  double sum = 0;
  for (std::size_t t = 0; t < r.steps; ++t) {
    const std::array u{r.inputs[0][t], r.inputs[1][t]};
    s = step(s, r.parameters, u);
    sum += each(s, r.parameters, u);
  }
  return sum + end(s, r.parameters);
}
constexpr auto nothing = [](const auto&...) { return 0.0; };

template <class R>
double solve(const R& recurrence, Trajectory<double, 2, 3, 2>& run, std::size_t checkpoints) {
  std::vector<double> memory(unroll_workspace<2>(run.steps, checkpoints));
  return unroll(recurrence, run, checkpoints, std::span(memory));
}

/// The gradient of `run` against quotients of f, moving one number at a time.
template <class F>
void check_gradient(const F& f, const Trajectory<double, 2, 3, 2>& run) {
  const double h = 1e-5;
  const auto slope = [&](double& x) {
    const double at = x;
    x = at + h;
    const double up = f();
    x = at - h;
    const double down = f();
    x = at;
    return (up - down) / (2 * h);
  };
  auto& open = const_cast<Trajectory<double, 2, 3, 2>&>(run);
  for (std::size_t c = 0; c < 2; ++c)
    CHECK(run.d_start[c] == doctest::Approx(slope(open.start[c])).epsilon(1e-7));
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(functions::distance(run.d_parameters[i], slope(open.parameters[i])) < 1e-7);
  for (std::size_t i = 0; i < 2; ++i)
    for (const std::size_t t : {std::size_t(0), run.steps / 2, run.steps - 1})
      CHECK(functions::distance(run.d_inputs[i][t], slope(const_cast<double&>(run.inputs[i][t]))) <
            1e-7);
}

template <class C, class L, class R>
void check(const R& recurrence, const C& each, const L& end) {
  for (const std::size_t n : {1u, 2u, 7u, 40u}) {
    Inputs inputs(n);
    auto run = inputs.run();
    const auto f = [&] { return objective(run, each, end); };
    CHECK(solve(recurrence, run, 1) == doctest::Approx(f()).epsilon(1e-13));
    check_gradient(f, run);
  }
}

}  // namespace

TEST_CASE("gradients of costs, of the last state, and of both") {
  check(Recurrence{step, cost, Nothing{}}, cost, nothing);
  check(Recurrence{step, Nothing{}, last}, nothing, last);
  check(Recurrence{step, cost, last}, cost, last);
}

TEST_CASE("steps with captures") {
  const auto hidden_step = functions::hidden(step);
  const auto hidden_cost = functions::hidden(cost);
  check(Recurrence{hidden_step, hidden_cost, Nothing{}}, cost, nothing);
}

TEST_CASE("checkpoints change nothing but memory") {
  Inputs inputs(53);
  auto all = inputs.run();
  const double value = solve(Recurrence{step, cost, last}, all, 1);
  const auto du = inputs.du;
  for (const std::size_t checkpoints : {2u, 7u, 8u, 30u, 53u, 100u}) {
    auto run = inputs.run();
    CHECK(solve(Recurrence{step, cost, last}, run, checkpoints) ==
          doctest::Approx(value).epsilon(1e-14));
    CHECK(functions::distance(run.d_start, all.d_start) < 1e-13);
    CHECK(functions::distance(run.d_parameters, all.d_parameters) < 1e-13);
    for (std::size_t t = 0; t < du.size(); ++t)
      CHECK(inputs.du[t] == doctest::Approx(du[t]).epsilon(1e-12));
  }
  CHECK(unroll_workspace<2>(10000, 100) < 700);
}

TEST_CASE("gradients by inputs that nobody wants are not written") {
  Inputs inputs(9);
  auto run = inputs.run();
  run.d_inputs[1] = nullptr;
  solve(Recurrence{step, cost, Nothing{}}, run, 1);
  for (const double d : inputs.dv) CHECK(d == 0);
}

TEST_CASE("a trajectory in each lane") {
  using V = simd::Native<double>;
  Inputs inputs(12);
  auto alone = inputs.run();
  const double value = solve(Recurrence{step, cost, last}, alone, 1);
  std::vector<V> u, v, memory(unroll_workspace<2>(12, 3));
  for (std::size_t t = 0; t < 12; ++t) u.push_back(inputs.u[t]), v.push_back(inputs.v[t]);
  Trajectory<V, 2, 3, 2> run{12, {V(0.5), V(-0.2)}, {V(0.9), V(0.3), V(1.4)}};
  run.start[0].set(0, 0.6);
  run.inputs = {u.data(), v.data()};
  const V values = unroll(Recurrence{step, cost, last}, run, 3, std::span(memory));
  const int lane = V::lanes - 1;
  CHECK(values[lane] == doctest::Approx(value).epsilon(1e-13));
  CHECK(run.d_parameters[1][lane] == doctest::Approx(alone.d_parameters[1]).epsilon(1e-12));
  CHECK(values[0] != values[lane]);
}

TEST_CASE("too little memory is told") {
  Inputs inputs(9);
  auto run = inputs.run();
  std::vector<double> memory(unroll_workspace<2>(9, 1) - 1);
  CHECK_THROWS_AS(unroll(Recurrence{step, cost, last}, run, 1, std::span(memory)), ShapeError);
  CHECK_THROWS_AS(unroll(Recurrence{step, cost, last}, run, 0, std::span(memory)), ShapeError);
}
