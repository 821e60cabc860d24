// SPDX-License-Identifier: Apache-2.0
// The workloads: each is written with fenchel and by hand, in units that do not see each other, and
// once for the peers (peers/formulas.hpp).
#pragma once

#include <cstddef>

/// What a workload reads and writes; a workload uses what it needs.
struct Problem {
  int number = 0;  ///< tells problems apart
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

/// Every workload, by the name of its functions; the table of main.cpp says more about each.
#define FENCHEL_BENCH_EACH(X)                                          \
  X(sum)                                                               \
  X(sum_log)                                                           \
  X(sum_exp)                                                           \
  X(logsumexp)                                                         \
  X(product)                                                           \
  X(product_zero)        /* one of the factors is zero */              \
  X(normal_parameters)   /* normal log density, mu and sigma active */ \
  X(normal_textbook)     /* the same, all inside the sum */            \
  X(normal_all)          /* and x is active */                         \
  X(normal_all_textbook) /* and x is active, all inside the sum */     \
  X(softplus)            /* sum log1p(exp(-y * z)), z is active */     \
  X(poisson)             /* sum y * eta - exp(eta), eta is active */   \
  X(sin_exp_log)         /* sum sin(x) y + exp(-x^2) log(1 + y^2) */   \
  X(mixed)               /* sum exp(-x^2) sin(x) + log(x), x > 0 */    \
  X(linear)              /* sum (X w - y)^2, w is active */            \
  X(logistic)            /* sum log1p(exp(-y * (X w))), w is active */ \
  X(matrix_product)      /* the sum of the product of two matrices d x d */

/// Our gradients, our values alone, and the gradients written by hand.
#define FENCHEL_BENCH_DECLARE(name) \
  namespace ours {                  \
  double name(Problem&);            \
  }                                 \
  namespace primal {                \
  double name(Problem&);            \
  }                                 \
  namespace hand {                  \
  double name(Problem&);            \
  }
FENCHEL_BENCH_EACH(FENCHEL_BENCH_DECLARE)
#undef FENCHEL_BENCH_DECLARE
