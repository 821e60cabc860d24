// SPDX-License-Identifier: Apache-2.0
// Reductions by hand, with the fewest passes there are.
#include "gradients.hpp"
#include "hand_vector.hpp"

#include <algorithm>

namespace {

double combined(const V* v) { return total((v[0] + v[1]) + (v[2] + v[3])); }

double product(const double* x, std::size_t n) {
  V p[4] = {all(1), all(1), all(1), all(1)};
  double rest = 1;
  by_packets(
      n, [&](std::size_t i, std::size_t k) { p[k] *= load(x + i); },
      [&](std::size_t i) { rest *= x[i]; });
  const V v = (p[0] * p[1]) * (p[2] * p[3]);
  for (std::size_t k = 0; k < W; ++k) rest *= v[k];
  return rest;
}

/// The gradient where the product is 0: only a single zero has a derivative.
void gradient_at_zero(Problem& p) {
  double others = 1;
  std::size_t zeros = 0, where = 0;
  for (std::size_t i = 0; i < p.n; ++i) {
    if (p.x[i] == 0) ++zeros, where = i;
    else others *= p.x[i];
    p.g[i] = 0;
  }
  if (zeros == 1) p.g[where] = others;
}

double largest(const double* x, std::size_t n) {
  V m[4] = {all(x[0]), all(x[0]), all(x[0]), all(x[0])};
  double rest = x[0];
  by_packets(
      n,
      [&](std::size_t i, std::size_t k) {
        const V v = load(x + i);
        m[k] = v > m[k] ? v : m[k];
      },
      [&](std::size_t i) { rest = std::max(rest, x[i]); });
  for (const V& v : m)
    for (std::size_t k = 0; k < W; ++k) rest = std::max(rest, v[k]);
  return rest;
}

}  // namespace

double hand::sum(Problem& p) {
  const double* x = p.x;
  double *g = p.g, rest = 0;
  V s[4] = {};
  const V one = all(1);
  by_packets(
      p.n,
      [&](std::size_t i, std::size_t k) {
        s[k] += load(x + i);
        store(g + i, one);
      },
      [&](std::size_t i) {
        rest += x[i];
        g[i] = 1;
      });
  return rest + combined(s);
}

double hand::product(Problem& p) {
  const double* x = p.x;
  double* g = p.g;
  const double value = ::product(x, p.n);
  if (value == 0) {
    gradient_at_zero(p);
    return 0;
  }
  by_packets(
      p.n, [=](std::size_t i, std::size_t) { store(g + i, value / load(x + i)); },
      [=](std::size_t i) { g[i] = value / x[i]; });
  return value;
}

double hand::product_zero(Problem& p) { return product(p); }

double hand::logsumexp(Problem& p) {
  const double top = largest(p.x, p.n);
  const double sum = over(p.x, p.g, p.n, 0, [=](V x, V& g) { return g = exp(x - top); });
  const double scale = 1 / sum;
  double* g = p.g;
  by_packets(
      p.n, [=](std::size_t i, std::size_t) { store(g + i, load(g + i) * scale); },
      [=](std::size_t i) { g[i] *= scale; });
  return top + std::log(sum);
}

double hand::sum_log(Problem& p) {
  return over(p.x, p.g, p.n, 1, [](V x, V& g) {
    g = 1.0 / x;
    return log(x);
  });
}

double hand::sum_exp(Problem& p) {
  return over(p.x, p.g, p.n, 0, [](V x, V& g) { return g = exp(x); });
}
