// SPDX-License-Identifier: Apache-2.0
// The normal log density by hand: one pass.
#include "gradients.hpp"
#include "hand_vector.hpp"

namespace {

/// Sums of z and of its square over z = (x - mu) / sigma; x has a gradient or not.
template <bool ActiveX>
double normal(Problem& p) {
  const double mu = p.mu, scale = 1 / p.sigma, minus_scale = -scale, *x = p.x;
  double *g = p.g, sum = 0, squares = 0;
  V s[4] = {}, q[4] = {};
  const auto packet = [&](std::size_t i, std::size_t k) {
    const V z = (load(x + i) - mu) * scale;
    s[k] += z;
    q[k] += z * z;
    if constexpr (ActiveX) store(g + i, z * minus_scale);
  };
  const auto single = [&](std::size_t i) {
    const double z = (x[i] - mu) * scale;
    sum += z;
    squares += z * z;
    if constexpr (ActiveX) g[i] = z * minus_scale;
  };
  by_packets(p.n, packet, single);
  sum += total((s[0] + s[1]) + (s[2] + s[3]));
  squares += total((q[0] + q[1]) + (q[2] + q[3]));
  const double n = static_cast<double>(p.n);
  p.g_mu = sum * scale;
  p.g_sigma = (squares - n) * scale;
  return -0.5 * squares - n * std::log(p.sigma);
}

}  // namespace

double hand::normal_parameters(Problem& p) { return normal<false>(p); }
double hand::normal_textbook(Problem& p) { return normal<false>(p); }
double hand::normal_all(Problem& p) { return normal<true>(p); }
double hand::normal_all_textbook(Problem& p) { return normal<true>(p); }
