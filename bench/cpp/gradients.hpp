// SPDX-License-Identifier: Apache-2.0
// The workloads: each is written twice, with fenchel and by hand, in units that do not see each
// other.
#pragma once

#include <cstddef>

/// What a workload reads and writes; a workload uses what it needs.
struct Problem {
  std::size_t n = 0, d = 0;
  const double *x = nullptr, *y = nullptr, *w = nullptr;
  double mu = 0.1, sigma = 1.3;
  double *g = nullptr, *g_y = nullptr, g_mu = 0, g_sigma = 0;
};

/// The value; the gradient is written to g, g_y, g_mu, g_sigma.
using Gradient = double (*)(Problem&);

/// A gradient of a problem, as `interleaved` calls it.
struct Call {
  Gradient gradient;
  Problem* problem;
  void operator()() const { gradient(*problem); }
};

/// One namespace a competitor, with the same functions.
#define FENCHEL_BENCH_WORKLOADS(name)                                                     \
  namespace name {                                                                        \
  double sum(Problem&);                                                                   \
  double sum_log(Problem&);                                                               \
  double sum_exp(Problem&);                                                               \
  double logsumexp(Problem&);                                                             \
  double product(Problem&);                                                               \
  double product_zero(Problem&);        /* one of the factors is zero */                  \
  double normal_parameters(Problem&);   /* normal log density; mu and sigma are active */ \
  double normal_textbook(Problem&);     /* the same, all inside the sum */                \
  double normal_all(Problem&);          /* and x is active */                             \
  double normal_all_textbook(Problem&); /* and x is active, all inside the sum */         \
  double softplus(Problem&);            /* sum log1p(exp(-y * z)), z is active */         \
  double poisson(Problem&);             /* sum y * eta - exp(eta), eta is active */       \
  double sin_exp_log(Problem&);         /* sum sin(x) y + exp(-x^2) log(1 + y^2) */       \
  double mixed(Problem&);               /* sum exp(-x^2) sin(x) + log(x), x > 0 */        \
  double logistic(Problem&);            /* sum log1p(exp(-y * (X w))), w is active */     \
  }
FENCHEL_BENCH_WORKLOADS(ours)
FENCHEL_BENCH_WORKLOADS(hand)
#undef FENCHEL_BENCH_WORKLOADS
