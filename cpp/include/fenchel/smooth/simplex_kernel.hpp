// SPDX-License-Identifier: Apache-2.0
// The kernel of project_simplex: one row after another, O(n + c log c) for c candidates.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fenchel/base/constants.hpp>
#include <functional>
#include <vector>

namespace fenchel::detail {

/// The largest entry, or NaN if there is one.
template <class T>
double largest(const T* x, std::int64_t n) {
  double top = -inf;
  for (std::int64_t i = 0; i < n; ++i) {
    if (std::isnan(x[i])) return nan;
    top = std::max(top, static_cast<double>(x[i]));
  }
  return top;
}

/// The tau for which the positive parts of z - tau sum to one. The largest z is 0.
inline double threshold(std::vector<double>& z) {
  std::sort(z.begin(), z.end(), std::greater<>());
  double sum = 0, tau = -1;
  for (std::size_t k = 0; k < z.size(); ++k) {
    sum += z[k];
    const double next = (sum - 1) / static_cast<double>(k + 1);
    if (z[k] <= next) break;
    tau = next;
  }
  return tau;
}

/// What the projection tends to when the largest entry is infinite, or a NaN.
template <class T>
void project_infinite_row(const T* theta, T* p, std::int64_t n, double top) {
  const auto winners = static_cast<double>(std::count(theta, theta + n, static_cast<T>(top)));
  const double share = std::isnan(top) ? nan : top > 0 ? 1 / winners : 0;
  for (std::int64_t i = 0; i < n; ++i)
    p[i] = static_cast<T>(std::isnan(top) || theta[i] == static_cast<T>(top) ? share : 0);
}

/// Only entries within 1 of the largest can be in the support: the others are never sorted.
template <class T>
void project_row(const T* theta, T* p, std::int64_t n, std::vector<double>& candidates) {
  const double top = largest(theta, n);
  if (!std::isfinite(top)) return project_infinite_row(theta, p, n, top);
  candidates.clear();
  for (std::int64_t i = 0; i < n; ++i)
    if (const double z = static_cast<double>(theta[i]) - top; z > -1) candidates.push_back(z);
  const double tau = threshold(candidates);
  for (std::int64_t i = 0; i < n; ++i)
    p[i] = static_cast<T>(std::max(static_cast<double>(theta[i]) - top - tau, 0.0));
}

/// Rows of n entries.
template <class T>
void project_rows(const void* theta, void* p, std::int64_t rows, std::int64_t n) {
  std::vector<double> candidates;
  for (std::int64_t i = 0; i < rows; ++i)
    project_row(static_cast<const T*>(theta) + i * n, static_cast<T*>(p) + i * n, n, candidates);
}

}  // namespace fenchel::detail
