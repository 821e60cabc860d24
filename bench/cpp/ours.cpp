// SPDX-License-Identifier: Apache-2.0
// The workloads as a user of fenchel writes them. This unit is compiled twice: for the gradients,
// and, as `primal`, for the values alone.
#include "gradients.hpp"

#include <fenchel/expr.hpp>

#ifdef FENCHEL_BENCH_PRIMAL
#define ours primal
#define value_and_grad value
#endif

using namespace fenchel;

namespace {

/// The normal log density of independent observations, up to the constant; what does not vary with
/// x is written outside of the sum.
template <class X, class M, class S>
double normal(const Problem& p, const X& x, const M& mu, const S& sigma) {
  const double n = static_cast<double>(p.n);
  return value_and_grad(-0.5 / square(sigma) * fenchel::sum(square(x - mu)) - n * log(sigma));
}

/// The same with everything in the sum.
template <class X, class M, class S>
double textbook(const X& x, const M& mu, const S& sigma) {
  const auto z = (x - mu) / sigma;
  return value_and_grad(fenchel::sum(-0.5 * (z * z) - log(sigma)));
}

}  // namespace

double ours::normal_parameters(Problem& p) {
  return normal(p, passive(p.x, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_all(Problem& p) {
  return normal(p, active(p.x, p.g, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_textbook(Problem& p) {
  return textbook(passive(p.x, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::normal_all_textbook(Problem& p) {
  return textbook(active(p.x, p.g, p.n), active(p.mu, p.g_mu), active(p.sigma, p.g_sigma));
}

double ours::linear(Problem& p) {
  const auto score = matmul(matrix(p.x, p.n, p.d), active(p.w, p.g, p.d));
  return value_and_grad(fenchel::sum(square(score - passive(p.y, p.n))));
}

double ours::logistic(Problem& p) {
  const auto score = matmul(matrix(p.x, p.n, p.d), active(p.w, p.g, p.d));
  return value_and_grad(fenchel::sum(log1p(exp(-(passive(p.y, p.n) * score)))));
}

double ours::matrix_product(Problem& p) {
  const auto a = active(matrix(p.x, p.d, p.d), matrix(p.g, p.d, p.d));
  const auto b = active(matrix(p.y, p.d, p.d), matrix(p.g_y, p.d, p.d));
  return value_and_grad(fenchel::sum(matmul(a, b)));
}

double ours::sum(Problem& p) { return value_and_grad(fenchel::sum(active(p.x, p.g, p.n))); }

double ours::sum_log(Problem& p) {
  return value_and_grad(fenchel::sum(log(active(p.x, p.g, p.n))));
}

double ours::sum_exp(Problem& p) {
  return value_and_grad(fenchel::sum(exp(active(p.x, p.g, p.n))));
}

double ours::logsumexp(Problem& p) {
  return value_and_grad(fenchel::logsumexp(active(p.x, p.g, p.n)));
}

double ours::product(Problem& p) { return value_and_grad(prod(active(p.x, p.g, p.n))); }

double ours::product_zero(Problem& p) { return product(p); }

double ours::softplus(Problem& p) {
  return value_and_grad(fenchel::sum(log1p(exp(-(passive(p.y, p.n) * active(p.x, p.g, p.n))))));
}

double ours::poisson(Problem& p) {
  const auto eta = let(active(p.x, p.g, p.n));
  return value_and_grad(fenchel::sum(passive(p.y, p.n) * eta - exp(eta)));
}

double ours::sin_exp_log(Problem& p) {
  const auto x = active(p.x, p.g, p.n), y = active(p.y, p.g_y, p.n);
  return value_and_grad(fenchel::sum(sin(x) * y + exp(-(x * x)) * log(1.0 + y * y)));
}

double ours::mixed(Problem& p) {
  const auto x = active(p.x, p.g, p.n);
  return value_and_grad(fenchel::sum(exp(-(x * x)) * sin(x) + log(x)));
}
