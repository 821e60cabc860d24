// SPDX-License-Identifier: Apache-2.0
// The workloads on small functions: Jacobians of many elements, and time stepping. As in
// gradients.hpp, each is written twice; inputs are in x, results go to g.
#pragma once

#include "gradients.hpp"

#define FENCHEL_BENCH_FUNCTIONS(name)                                                             \
  namespace name {                                                                                \
  double bundle_adjustment(Problem&); /* 2 residuals by 15 inputs; arrays over n observations */  \
  double black_scholes(Problem&);     /* price and its 5 derivatives; arrays over n options */    \
  double quadrotor(Problem&);         /* 12 states by 12 states and 4 rotors, n steps in a row */ \
  double lotka_volterra(Problem&);    /* RK4, d steps: gradient of prey + predators, n runs */    \
  double volatility(Problem&);        /* stochastic volatility, n steps */                        \
  }
FENCHEL_BENCH_FUNCTIONS(ours)
FENCHEL_BENCH_FUNCTIONS(hand)
namespace ours {
double volatility_expression(Problem&);  // the same as an expression
}
#undef FENCHEL_BENCH_FUNCTIONS
