// SPDX-License-Identifier: Apache-2.0
// The sum of a product of two n x n matrices by hand: the sums of the columns of the first, those
// of the rows of the second, and copies of them. The first is in x, the second in y.
#include "gradients.hpp"
#include "hand_vector.hpp"

#include <vector>

double hand::matrix_product(Problem& p) {
  const std::size_t n = p.d;
  static std::vector<double> columns, rows;
  columns.assign(n, 0), rows.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double* x = p.x + i * n;
    std::size_t k = 0;
    for (; k + W <= n; k += W) store(&columns[k], load(&columns[k]) + load(x + k));
    for (; k < n; ++k) columns[k] += x[k];
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double* y = p.y + k * n;
    V s[4] = {};
    double rest = 0;
    by_packets(
        n, [&](std::size_t j, std::size_t lane) { s[lane] += load(y + j); },
        [&](std::size_t j) { rest += y[j]; });
    rows[k] = total((s[0] + s[1]) + (s[2] + s[3])) + rest;
  }
  double value = 0;
  for (std::size_t k = 0; k < n; ++k) value += columns[k] * rows[k];
  for (std::size_t i = 0; i < n; ++i) {
    double *gx = p.g + i * n, *gy = p.g_y + i * n;
    const V same = all(columns[i]);
    by_packets(
        n,
        [&](std::size_t j, std::size_t) {
          store(gx + j, load(&rows[j]));
          store(gy + j, same);
        },
        [&](std::size_t j) { gx[j] = rows[j], gy[j] = columns[i]; });
  }
  return value;
}
