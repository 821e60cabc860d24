// SPDX-License-Identifier: Apache-2.0
// The simplex projection and what is derived from the regularizers, against the oracle alone.
#include <doctest/doctest.h>

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/smooth/fenchel_young.hpp>
#include <fenchel/smooth/project_simplex.hpp>
#include <fenchel/smooth/simplex_kernel.hpp>
#include <fenchel/smooth/soft_max.hpp>
#include <functional>

#include "simplex_oracle.hpp"

using namespace fenchel;
using oracle::Bindings;
using oracle::evaluate_smooth;
using oracle::Values;

namespace {

template <class T>
Values kernel(const std::vector<T>& theta, std::int64_t n) {
  std::vector<T> p(theta.size());
  detail::project_rows<T>(theta.data(), p.data(), static_cast<std::int64_t>(theta.size()) / n, n);
  return Values(p.begin(), p.end());
}

void check_close(const Values& a, const Values& b, double tolerance) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == doctest::Approx(b[i]).epsilon(tolerance).scale(1));
}

struct Formula {
  const char* name;
  std::function<Var(const Var&)> f;
};

const Var& answer() {
  static const Var y = integers(std::vector<std::int64_t>{2, 0, 3});
  return y;
}

/// Functions of scores of shape (3, 4).
const std::vector<Formula>& formulas() {
  static const std::vector<Formula> all{
      {"logsumexp", [](const Var& x) { return logsumexp(x, {0, 1}); }},
      {"logsumexp of rows", [](const Var& x) { return logsumexp(x, {1}, true); }},
      {"softargmax", [](const Var& x) { return softargmax(x, 0.7); }},
      {"sparseargmax", [](const Var& x) { return sparseargmax(x, 2.0); }},
      {"sparseargmax of columns", [](const Var& x) { return sparseargmax(x, 1.0, 0); }},
      {"gini maximum", [](const Var& x) { return smooth_max(x, gini(), 1.5); }},
      {"scale", [](const Var& x) { return smooth_max(x, gini(), exp(0.1 * sum(x))); }},
      {"logistic loss", [](const Var& x) { return fenchel_young_loss(x, answer(), shannon()); }},
      {"sparsemax loss", [](const Var& x) { return fenchel_young_loss(x, answer(), gini(), 2.0); }},
      {"loss of points",
       [](const Var& x) { return fenchel_young_loss(x, softargmax(x, 3.0), gini()); }},
      {"sparseplus", [](const Var& x) { return sparseplus(x); }},
      {"sparse_sigmoid", [](const Var& x) { return sparse_sigmoid(x) * x; }},
  };
  return all;
}

struct Setting {
  Var x, t, y, s, dy, pulled;
  Bindings at;

  explicit Setting(const Formula& test)
      : x(parameter(DType::float64, {3, 4}, TracedBy::jit)),
        t(parameter(DType::float64, {3, 4}, TracedBy::jit)),
        y(test.f(x)),
        s(parameter(DType::float64, y.shape(), TracedBy::jit)) {
    const Program program{{x}, {y}};
    dy = expand(pushforward(program, {&t, 1})[0], y.shape());
    pulled = pullback(program, {&s, 1})[0];
    at[x.node()] = oracle::random_values(12, 3);
    at[t.node()] = oracle::random_values(12, 4);
    at[s.node()] = oracle::random_values(y.shape().size(), 5);
  }
  Values value(double step) const {
    Bindings moved = at;
    for (std::size_t k = 0; k < 12; ++k) moved[x.node()][k] += step * at.at(t.node())[k];
    return evaluate_smooth(y, moved);
  }
};

}  // namespace

TEST_CASE("the projection agrees with bisection") {
  for (std::int64_t n : {1, 2, 3, 7, 64, 1001}) {
    CAPTURE(n);
    for (double spread : {1e-3, 0.3, 1.0, 50.0}) {
      Values theta = oracle::random_values(3 * n, static_cast<unsigned>(n));
      for (double& v : theta) v *= spread;
      const auto size = static_cast<std::size_t>(n);
      check_close(kernel(theta, n), oracle::projected(theta, size), 1e-13);
      const std::vector<float> single(theta.begin(), theta.end());
      check_close(kernel(single, n), oracle::projected(Values(single.begin(), single.end()), size),
                  1e-6);
    }
  }
  CHECK(kernel(std::vector<double>{}, 3).empty());
}

TEST_CASE("ties, infinities and NaN") {
  CHECK(kernel<double>({0.5, 0.5, 0.5, 0.5}, 4) == Values{0.25, 0.25, 0.25, 0.25});
  CHECK(kernel<double>({1, 0, -0.0}, 3) == Values{1, 0, 0});
  CHECK(kernel<double>({1e300, -1e300, 5e-324}, 3) == Values{1, 0, 0});
  CHECK(kernel<double>({-INFINITY, 0, -INFINITY, 0}, 4) == Values{0, 0.5, 0, 0.5});
  CHECK(kernel<double>({-INFINITY, -INFINITY}, 2) == Values{0, 0});
  CHECK(kernel<double>({INFINITY, 3, INFINITY, -INFINITY}, 4) == Values{0.5, 0, 0.5, 0});
  const Values mixed = kernel<double>({0, NAN, 0, 2, 0, 1}, 3);
  for (int i = 0; i < 3; ++i) CHECK(std::isnan(mixed[static_cast<std::size_t>(i)]));
  CHECK(Values(mixed.begin() + 3, mixed.end()) == Values{1, 0, 0});
}

TEST_CASE("an axis without entries, or of whole numbers, is refused") {
  const auto input = [](DType dtype, const Shape& shape) {
    return parameter(dtype, shape, TracedBy::jit);
  };
  CHECK_THROWS_AS(project_simplex(input(DType::float64, {3, 0})), ShapeError);
  CHECK_THROWS_AS(project_simplex(input(DType::float64, {})), ShapeError);
  CHECK_THROWS_AS(project_simplex(input(DType::int64, {3})), TypeError);
  CHECK(project_simplex(input(DType::float32, {0, 3})).shape() == Shape{0, 3});
}

TEST_CASE("forward mode agrees with central differences, and reverse mode is its transpose") {
  for (const Formula& test : formulas()) {
    CAPTURE(test.name);
    const Setting here(test);
    const double h = 1e-6;
    const Values up = here.value(h), down = here.value(-h), dy = evaluate_smooth(here.dy, here.at);
    Values slope;
    for (std::size_t k = 0; k < up.size(); ++k) slope.push_back((up[k] - down[k]) / (2 * h));
    check_close(dy, slope, 1e-8);
    CHECK(oracle::dot(dy, here.at.at(here.s.node())) ==
          doctest::Approx(
              oracle::dot(evaluate_smooth(here.pulled, here.at), here.at.at(here.t.node())))
              .epsilon(1e-12));
  }
}

TEST_CASE("the second derivative is symmetric: forward over reverse = reverse over reverse") {
  for (const Formula& test : formulas()) {
    CAPTURE(test.name);
    const Setting here(test);
    const Program gradient{{here.x}, {here.pulled}};
    const Var forward = pushforward(gradient, {&here.t, 1})[0];
    const Values hvp =
        forward ? evaluate_smooth(expand(forward, {3, 4}), here.at) : Values(12, 0.0);
    check_close(hvp, evaluate_smooth(pullback(gradient, {&here.t, 1})[0], here.at), 1e-11);
  }
}

TEST_CASE("batching is a loop") {
  for (const Formula& test : formulas()) {
    CAPTURE(test.name);
    const Setting here(test);
    const Var many = parameter(DType::float64, {2, 3, 4}, TracedBy::jit);
    Bindings at{{many.node(), oracle::random_values(24, 9)}};
    const Batched out = batch(Program{{here.x}, {here.y}}, {{many, true}})[0];
    const Values together = evaluate_smooth(out.value, at);
    Values loop;
    for (int b = 0; b < 2; ++b) {
      const auto from = at[many.node()].begin() + 12 * b;
      const Values one = evaluate_smooth(here.y, {{here.x.node(), Values(from, from + 12)}});
      loop.insert(loop.end(), one.begin(), one.end());
    }
    check_close(together, loop, 1e-14);
  }
}

TEST_CASE("the law of the regularizers") {
  for (const Regularizer* r : {&shannon(), &gini()}) {
    CAPTURE(r->name);
    const Var theta = parameter(DType::float64, {3, 4}, TracedBy::jit);
    const Var other = parameter(DType::float64, {3, 4}, TracedBy::jit);
    const Bindings at{{theta.node(), oracle::random_values(12, 1)},
                      {other.node(), oracle::random_values(12, 2)}};
    const auto gap = [&](const Var& p) {
      return evaluate_smooth(r->omega(p) + r->conjugate(theta) - sum(theta * p, {1}), at);
    };
    for (double g : gap(smooth_argmax(theta, *r))) CHECK(std::fabs(g) < 1e-14);
    for (double g : gap(smooth_argmax(other, *r))) CHECK(g > 1e-3);
  }
}

TEST_CASE("no trace of a differentiation is left in a soft argmax") {
  const Var theta = parameter(DType::float64, {4}, TracedBy::jit);
  Walk walk;
  for (const Regularizer* r : {&shannon(), &gini()})
    walk.visit(smooth_argmax(theta, *r).node(), [](Node*) { return true; });
  for (const Node* node : walk.order()) {
    CHECK(node->op != op::alias);
    CHECK((node->op != op::parameter || node == theta.node()));
  }
}
