// SPDX-License-Identifier: Apache-2.0
// Stan Math: its own functions of vectors where it has them, loops over its numbers elsewhere. It
// records at every call; the memory of its tape is kept.
#include <stan/math/rev.hpp>

#include "formulas.hpp"
#include "peers.hpp"

#include <vector>

namespace {

using stan::math::var;

/// One line of Stan Math for a workload.
template <class F, class In>
var value_of(const In& in, const std::vector<var>& active) {
  const std::size_t n = in.p.n;
  const auto x = [&] { return std::vector<var>(active.begin(), active.begin() + long(n)); };
  const double constant = 0.5 * double(n) * stan::math::LOG_TWO_PI;
  if constexpr (std::is_same_v<F, peers::Sum>) return stan::math::sum(active);
  else if constexpr (std::is_same_v<F, peers::LogSumExp>) return stan::math::log_sum_exp(active);
  else if constexpr (std::is_same_v<F, peers::SumExp>)
    return stan::math::sum(stan::math::exp(active));
  else if constexpr (std::is_same_v<F, peers::SumLog>)
    return stan::math::sum(stan::math::log(active));
  else if constexpr (std::is_same_v<F, peers::Normal<peers::of_x>>)
    return stan::math::normal_lpdf<false>(x(), *in.mu, *in.sigma) + constant;
  else if constexpr (std::is_same_v<F, peers::Normal<0>>)
    return stan::math::normal_lpdf<false>(std::vector<double>(in.p.x, in.p.x + n), *in.mu,
                                          *in.sigma) +
           constant;
  else return F::value(in);
}

struct Recorded {
  template <class F>
  static double of(Problem& p) {
    static std::vector<var> active;
    active.clear();
    peers::each_active<F::active>(p, [](const double* data, double*, std::size_t count) {
      active.insert(active.end(), data, data + count);
    });
    var y = value_of<F>(peers::Inputs<var, F::active>(p, active.data()), active);
    y.grad();
    const double value = y.val();
    const var* from = active.data();
    peers::each_active<F::active>(p, [&](const double*, double* to, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) to[i] = (from++)->adj();
    });
    stan::math::recover_memory();
    return value;
  }
};

}  // namespace

Peer peers::stan() { return {"Stan Math", find<Recorded>}; }
