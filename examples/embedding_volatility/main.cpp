// SPDX-License-Identifier: Apache-2.0
// A stochastic volatility model, h[t] = mu + phi (h[t-1] - mu) + sigma z[t], y[t] ~ N(0,
// exp(h[t])), is one expression: the recurrence, the priors, and a transformation that keeps phi in
// (-1, 1). Its gradient by all 1000 innovations and the parameters drives a short Hamiltonian
// trajectory, which conserves energy only if the gradient is right.
#include <fenchel/expr.hpp>
#include <fenchel/expr/unroll.hpp>

#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace {

constexpr std::size_t steps = 1000, parameters = 3;

constexpr auto step = [](const auto& h, const auto& p, const auto& u) {
  return std::array{p[0] + p[1] * (h[0] - p[0]) + p[2] * u[0]};
};
constexpr auto surprise = [](const auto& h, const auto&, const auto& u) {
  return 0.5 * (h[0] + u[1] * u[1] * fenchel::exp(-h[0]));
};

/// What is sampled: mu, the inverse hyperbolic tangent of phi, log sigma, then the innovations.
using Position = std::vector<double>;

class Model {
 public:
  explicit Model(std::vector<double> returns)
      : y_(std::move(returns)), states_(fenchel::unroll_workspace<1>(steps, 1)) {}

  /// The negative log density; its gradient goes to g.
  double operator()(const Position& x, Position& g) {
    using namespace fenchel;
    const auto mu = active(x[0], g[0]);
    const auto log_sigma = active(x[2], g[2]);
    const auto phi = let(tanh(active(x[1], g[1])));
    const auto z = active(x.data() + parameters, g.data() + parameters, steps);
    const Recurrence recurrence{step, surprise, Nothing{}};
    const auto likelihood =
        unroll(recurrence, std::tuple{mu}, std::tuple{mu, phi, exp(log_sigma)},
               std::tuple{z, passive(y_)}, {.steps = steps, .workspace = states_});
    const auto prior = 0.5 * dot(z, z) + 0.5 * square(mu + 1.0) + 2.0 * square(phi - 0.9) +
                       0.5 * square(log_sigma + 1.0);
    return value_and_grad(likelihood + prior);
  }

 private:
  std::vector<double> y_, states_;
};

std::vector<double> simulated(std::mt19937& random) {
  std::normal_distribution<double> normal;
  std::vector<double> y(steps);
  double h = -1;
  for (double& each : y) {
    h = -1 + 0.95 * (h + 1) + 0.3 * normal(random);
    each = std::exp(0.5 * h) * normal(random);
  }
  return y;
}

double kinetic(const Position& momentum) {
  double sum = 0;
  for (const double m : momentum) sum += 0.5 * m * m;
  return sum;
}

}  // namespace

int main() {
  std::mt19937 random(1);
  Model model(simulated(random));
  Position x(parameters + steps), g(x.size()), momentum(x.size());
  x[1] = std::atanh(0.9), x[2] = -1;
  std::normal_distribution<double> normal;
  for (double& m : momentum) m = normal(random);
  double error[2];
  const double first = model(x, g) + kinetic(momentum);
  for (const int halvings : {0, 1}) {
    Position at = x, m = momentum;
    const double h = 0.005 / (1 << halvings);
    model(at, g);
    for (int k = 0; k < 100 << halvings; ++k) {
      for (std::size_t i = 0; i < x.size(); ++i) at[i] += h * (m[i] -= 0.5 * h * g[i]);
      model(at, g);
      for (std::size_t i = 0; i < x.size(); ++i) m[i] -= 0.5 * h * g[i];
    }
    error[halvings] = std::abs(model(at, g) + kinetic(m) - first);
    std::printf("step %.3f: energy %.6f, error %.2e\n", h, first, error[halvings]);
  }
  std::printf("half the step, error divided by %.2f (leapfrog: 4)\n", error[0] / error[1]);
  return error[1] < error[0] / 3 && error[1] < 0.1 ? 0 : 1;
}
