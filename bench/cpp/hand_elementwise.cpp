// SPDX-License-Identifier: Apache-2.0
// Sums of elementwise formulas by hand: derivatives on paper, one pass.
#include "gradients.hpp"
#include "hand_vector.hpp"

double hand::softplus(Problem& p) {
  return over_two<false>(p.x, p.y, p.g, nullptr, p.n, [](V z, V y, V& g, V&) {
    const V e = exp(-(y * z));
    g = -y * (e / (1.0 + e));
    return log1p(e);
  });
}

double hand::poisson(Problem& p) {
  return over_two<false>(p.x, p.y, p.g, nullptr, p.n, [](V eta, V y, V& g, V&) {
    const V rate = exp(eta);
    g = y - rate;
    return y * eta - rate;
  });
}

double hand::sin_exp_log(Problem& p) {
  return over_two<true>(p.x, p.y, p.g, p.g_y, p.n, [](V x, V y, V& gx, V& gy) {
    const V e = exp(-(x * x)), s = sin(x), u = 1.0 + y * y, l = log(u);
    gx = cos(x) * y - 2.0 * x * e * l;
    gy = s + 2.0 * y * e / u;
    return s * y + e * l;
  });
}

double hand::mixed(Problem& p) {
  return over(p.x, p.g, p.n, 1, [](V x, V& g) {
    const V e = exp(-(x * x)), s = sin(x), c = cos(x);
    g = e * (c - 2.0 * x * s) + 1.0 / x;
    return e * s + log(x);
  });
}
