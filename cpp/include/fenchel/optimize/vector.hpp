// SPDX-License-Identifier: Apache-2.0
// The few vector operations of the methods, in one fixed order of summation.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace fenchel::detail {

using Vector = std::span<const double>;

/// Four partial sums: they run at once, and their order never changes.
inline double dot(Vector a, Vector b) {
  double sum[4] = {};
  const std::size_t n = a.size(), whole = n - n % 4;
  for (std::size_t i = 0; i < whole; i += 4)
    for (std::size_t j = 0; j < 4; ++j) sum[j] += a[i + j] * b[i + j];
  for (std::size_t i = whole; i < n; ++i) sum[i - whole] += a[i] * b[i];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// y += c x.
inline void add_scaled(std::span<double> y, double c, Vector x) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += c * x[i];
}

/// y = x + c d.
inline void move_along(std::span<double> y, Vector x, double c, Vector d) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[i] + c * d[i];
}

/// The largest component; NaN if there is one.
inline double max_norm(Vector a) {
  double largest = 0;
  for (double value : a) {
    const double size = std::fabs(value);
    if (!(size <= largest)) largest = size;
    if (std::isnan(largest)) break;
  }
  return largest;
}

inline bool all_finite(Vector a) { return std::isfinite(max_norm(a)); }

}  // namespace fenchel::detail
