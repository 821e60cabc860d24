// SPDX-License-Identifier: Apache-2.0
// The workloads as a user of fenchel writes them.
#include "gradients.hpp"

#include <fenchel/expr.hpp>

using namespace fenchel;

namespace {

/// The normal log density of independent observations, up to the constant; what does not vary with
/// x is written outside of the sum.
template <class X, class M, class S>
double normal(const Problem& p, const X& x, const M& mu, const S& sigma) {
  const double n = static_cast<double>(p.n);
  return value_and_grad(-0.5 / square(sigma) * sum(square(x - mu)) - n * log(sigma));
}

}  // namespace

double ours::normal_parameters(Problem& p) {
  return normal(p, passive(p.x, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_all(Problem& p) {
  return normal(p, active(p.x, p.g, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_textbook(Problem& p) {
  const auto sigma = active(p.sigma, p.g_sigma);
  const auto z = (passive(p.x, p.n) - active(p.mu, p.g_mu)) / sigma;
  return value_and_grad(sum(-0.5 * (z * z) - log(sigma)));
}

double ours::logistic(Problem& p) {
  const auto score = matmul(matrix(p.x, p.n, p.d), active(p.w, p.g, p.d));
  return value_and_grad(sum(log1p(exp(-(passive(p.y, p.n) * score)))));
}

double ours::sum_exp(Problem& p) { return value_and_grad(sum(exp(active(p.x, p.g, p.n)))); }

double ours::mixed(Problem& p) {
  const auto x = active(p.x, p.g, p.n);
  return value_and_grad(sum(exp(-(x * x)) * sin(x) + log(x)));
}
