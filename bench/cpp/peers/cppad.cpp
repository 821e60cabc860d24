// SPDX-License-Identifier: Apache-2.0
// CppAD at its best: a function is recorded and optimized once, and a call replays it.
#include "formulas.hpp"
#include "peers.hpp"

#include <cppad/cppad.hpp>

#include <vector>

namespace {

using Number = CppAD::AD<double>;

template <class F>
CppAD::ADFun<double> record(const Problem& p, const std::vector<double>& x) {
  std::vector<Number> active(x.begin(), x.end()), y(1);
  CppAD::Independent(active);
  y[0] = F::value(peers::Inputs<Number, F::active>(p, active.data()));
  CppAD::ADFun<double> function(active, y);
  function.optimize();
  return function;
}

struct Replayed {
  template <class F>
  static double of(Problem& p) {
    static CppAD::ADFun<double> function;
    static std::vector<double> x, gradient;
    static const std::vector<double> one = {1};
    static int known = 0;
    x.clear();
    peers::each_active<F::active>(p, [](const double* data, double*, std::size_t count) {
      x.insert(x.end(), data, data + count);
    });
    if (known != p.number) function = record<F>(p, x), known = p.number;
    const double value = function.Forward(0, x)[0];
    gradient = function.Reverse(1, one);
    const double* from = gradient.data();
    peers::each_active<F::active>(p, [&](const double*, double* to, std::size_t count) {
      std::copy(from, from + count, to);
      from += count;
    });
    return value;
  }
};

}  // namespace

Peer peers::cppad() { return {"CppAD", find<Replayed>}; }
