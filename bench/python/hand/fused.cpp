// SPDX-License-Identifier: Apache-2.0
// Gradients written by hand, the limit the runtime is measured against: one pass over the data,
// blocks in L1, vector math by the compiler and libmvec. Built with -O3 -march=native -ffast-math.
#include <algorithm>
#include <cmath>

namespace {
constexpr long block = 128;
}

extern "C" {

/// sum log1p(exp(-y * (X w))) and its gradient; X passes through the cache once.
double logistic_regression(const double* X, const double* y, const double* w, long n, long d,
                           double* g) {
  double value = 0, m[block], r[block];
  std::fill(g, g + d, 0.0);
  for (long first = 0; first < n; first += block) {
    const long rows = std::min(block, n - first);
    for (long i = 0; i < rows; ++i) {
      const double* x = X + (first + i) * d;
      double s = 0;
      for (long j = 0; j < d; ++j) s += x[j] * w[j];
      m[i] = -y[first + i] * s;
    }
    for (long i = 0; i < rows; ++i) {
      const double e = exp(m[i]);
      r[i] = -y[first + i] * e / (1 + e);
      m[i] = log(1 + e);
    }
    for (long i = 0; i < rows; ++i) value += m[i];
    for (long i = 0; i < rows; ++i) {
      const double* x = X + (first + i) * d;
      for (long j = 0; j < d; ++j) g[j] += r[i] * x[j];
    }
  }
  return value;
}

/// Normal log density with p = (mu, log sigma), and its gradient.
double normal_log_density(const double* x, const double* p, long n, double* g) {
  const double scale = exp(-p[1]);
  double squares = 0, sum = 0;
  for (long i = 0; i < n; ++i) {
    const double z = (x[i] - p[0]) * scale;
    squares += z * z;
    sum += z;
  }
  g[0] = sum * scale;
  g[1] = squares - static_cast<double>(n);
  return -0.5 * squares - static_cast<double>(n) * (p[1] + 0.5 * log(2 * M_PI));
}

/// sum tanh(x) sin(x) + exp(-x^2), and its gradient.
double tanh_sin(const double* x, long n, double* g) {
  double value = 0, s[256], c[256], e[256], t[256];
  for (long first = 0; first < n; first += 256) {
    const long b = std::min(256L, n - first);
    const double* u = x + first;
    for (long i = 0; i < b; ++i) s[i] = sin(u[i]);  // apart from cos, or GCC makes a scalar sincos
    for (long i = 0; i < b; ++i) c[i] = cos(u[i]);
    for (long i = 0; i < b; ++i) e[i] = exp(-u[i] * u[i]);
    for (long i = 0; i < b; ++i) t[i] = 1 - 2 / (exp(2 * u[i]) + 1);
    for (long i = 0; i < b; ++i) {
      value += t[i] * s[i] + e[i];
      g[first + i] = (1 - t[i] * t[i]) * s[i] + t[i] * c[i] - 2 * u[i] * e[i];
    }
  }
  return value;
}

/// Mean cross-entropy of rows of scores and integer labels, and its gradient.
double cross_entropy(const double* scores, const long* labels, long n, long k, double* g) {
  double value = 0;
  const double share = 1.0 / static_cast<double>(n);
  for (long i = 0; i < n; ++i) {
    const double* row = scores + i * k;
    double *q = g + i * k, top = row[0], sum = 0;
    for (long j = 1; j < k; ++j) top = std::max(top, row[j]);
    for (long j = 0; j < k; ++j) {
      q[j] = exp(row[j] - top);
      sum += q[j];
    }
    value += log(sum) + top - row[labels[i]];
    for (long j = 0; j < k; ++j) q[j] *= share / sum;
    q[labels[i]] -= share;
  }
  return value * share;
}

/// Rosenbrock's function in d dimensions, and its gradient.
double rosenbrock(const double* x, long d, double* g) {
  double value = 0;
  std::fill(g, g + d, 0.0);
  for (long i = 0; i + 1 < d; ++i) {
    const double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
    value += a * a + 100 * b * b;
    g[i] += -2 * a - 400 * b * x[i];
    g[i + 1] += 200 * b;
  }
  return value;
}
}
