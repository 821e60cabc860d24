// SPDX-License-Identifier: Apache-2.0
// The workloads as a user of fenchel writes them.
#include "gradients.hpp"

#include <fenchel/expr.hpp>

using namespace fenchel;

namespace {

/// The normal log density of independent observations, up to the constant.
template <class X, class M, class S>
double normal(const Problem& p, const X& x, const M& mu, const S& sigma) {
  const auto z = (x - mu) * (1.0 / sigma);
  return value_and_grad(-0.5 * sum(square(z)) - static_cast<double>(p.n) * log(sigma));
}

}  // namespace

double ours::normal_parameters(Problem& p) {
  return normal(p, passive(p.x, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_all(Problem& p) {
  return normal(p, active(p.x, p.g, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
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
