// SPDX-License-Identifier: Apache-2.0
// Logistic regression by hand: blocks of rows stay in the first cache between the way forward and
// the way back. The compiler vectorizes the loops over columns, and over rows by the vector
// functions of the GNU C library; this unit alone is compiled with -ffast-math.
#include "gradients.hpp"

#include <algorithm>
#include <cmath>

namespace {
constexpr std::size_t block = 128;
}

double hand::logistic(Problem& p) {
  const std::size_t d = p.d;
  double value = 0, m[block], r[block];
  std::fill(p.g, p.g + d, 0.0);
  for (std::size_t first = 0; first < p.n; first += block) {
    const std::size_t rows = std::min(block, p.n - first);
    const double *X = p.x + first * d, *y = p.y + first;
    for (std::size_t i = 0; i < rows; ++i) {
      double s = 0;
      for (std::size_t j = 0; j < d; ++j) s += X[i * d + j] * p.w[j];
      m[i] = -y[i] * s;
    }
    for (std::size_t i = 0; i < rows; ++i) {
      const double e = std::exp(m[i]);
      r[i] = -y[i] * e / (1 + e);
      m[i] = std::log(1 + e);
    }
    for (std::size_t i = 0; i < rows; ++i) value += m[i];
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < d; ++j) p.g[j] += r[i] * X[i * d + j];
  }
  return value;
}
