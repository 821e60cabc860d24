// SPDX-License-Identifier: Apache-2.0
// Linear and logistic regression by hand: as many rows at a time as a vector has lanes, forward and
// back while they are in the first cache, so that X is read from memory once.
#include "gradients.hpp"
#include "hand_vector.hpp"

#include <algorithm>
#include <utility>

namespace {

template <std::size_t... I>
inline V neighbors(V a, V b, std::index_sequence<I...>) {
  return __builtin_shufflevector(a, b, (2 * I)...) + __builtin_shufflevector(a, b, (2 * I + 1)...);
}
/// Lane k is the sum of the lanes of s[k].
template <std::size_t Count = W>
inline V totals(const V* s) {
  if constexpr (Count == 1) return *s;
  else
    return neighbors(totals<Count / 2>(s), totals<Count / 2>(s + Count / 2),
                     std::make_index_sequence<W>{});
}

/// The products of W rows with w; the last columns one by one.
inline V products(const double* X, std::size_t d, const double* w) {
  V s[W] = {};
  std::size_t j = 0;
  for (; j + W <= d; j += W) {
    const V wj = load(w + j);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < W; ++k) s[k] += load(X + k * d + j) * wj;
  }
  if (j < d) {
    const V wj = load_first(w + j, d - j);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < W; ++k) s[k] += load_first(X + k * d + j, d - j) * wj;
  }
  return totals(s);
}

/// g += the sum over W rows of r[k] times row k.
inline void add_rows(const double* X, std::size_t d, V r, double* g) {
  V each[W];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < W; ++k) each[k] = all(r[k]);
  std::size_t j = 0;
  for (; j + W <= d; j += W) {
    V sum = load(g + j), more = {};
#pragma GCC unroll 4
    for (std::size_t k = 0; k < W; k += 2) {
      sum += each[k] * load(X + k * d + j);
      more += each[k + 1] * load(X + (k + 1) * d + j);
    }
    store(g + j, sum + more);
  }
  if (j == d) return;
  V sum = load_first(g + j, d - j);
#pragma GCC unroll 8
  for (std::size_t k = 0; k < W; ++k) sum += each[k] * load_first(X + k * d + j, d - j);
  store_first(g + j, sum, d - j);
}

/// The sum of loss(X w, y), which also gives the derivative by its first argument.
template <class Loss>
double regression(Problem& p, const Loss& loss) {
  const std::size_t d = p.d;
  std::fill(p.g, p.g + d, 0.0);
  V value = {};
  std::size_t i = 0;
  for (; i + W <= p.n; i += W) {
    V r;
    value += loss(products(p.x + i * d, d, p.w), load(p.y + i), r);
    add_rows(p.x + i * d, d, r, p.g);
  }
  double sum = total(value);
  for (; i < p.n; ++i) {
    const double* x = p.x + i * d;
    double s = 0;
    for (std::size_t j = 0; j < d; ++j) s += x[j] * p.w[j];
    V r;
    sum += loss(all(s), all(p.y[i]), r)[0];
    for (std::size_t j = 0; j < d; ++j) p.g[j] += r[0] * x[j];
  }
  return sum;
}

}  // namespace

double hand::linear(Problem& p) {
  return regression(p, [](V s, V y, V& r) {
    const V rest = s - y;
    r = 2.0 * rest;
    return rest * rest;
  });
}

double hand::logistic(Problem& p) {
  return regression(p, [](V s, V y, V& r) {
    const V e = exp(-(y * s));
    r = -y * (e / (1.0 + e));
    return log1p(e);
  });
}
