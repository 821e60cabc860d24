// SPDX-License-Identifier: Apache-2.0
// A normal distribution in three dimensions is fitted to points by gradient descent on its mean and
// covariance; at the end both are the sample's. No allocation, no exceptions.
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace {

constexpr std::size_t n = 3, count = 200;
using Vector = std::array<double, n>;
using Matrix = std::array<double, n * n>;

/// Points on a spiral, without random numbers.
Vector point(std::size_t i) {
  const double t = 0.37 * double(i);
  return {1 + std::sin(t), 0.5 * std::cos(1.3 * t) + 0.3 * std::sin(t), std::sin(0.7 * t + 1)};
}

/// The mean of the negative log densities, but for a constant; its gradient is written.
double loss(const Vector& mean, const Matrix& covariance, Vector& d_mean, Matrix& d_covariance) {
  using namespace fenchel;
  double total = 0;
  d_mean = {}, d_covariance = {};
  Vector g;
  Matrix G;
  for (std::size_t i = 0; i < count; ++i) {
    const Vector x = point(i);
    const auto factor = let(cholesky(active(covariance, G)));
    const auto r = let<1>(solve_triangular(factor, passive(x) - active(mean, g)));
    total += value_and_grad(0.5 * dot(r, r) + sum(log(diagonal(factor)))) / count;
    for (std::size_t k = 0; k < n; ++k) d_mean[k] += g[k] / count;
    for (std::size_t k = 0; k < n * n; ++k) d_covariance[k] += G[k] / count;
  }
  return total;
}

/// a * b.
Matrix product(const Matrix& a, const Matrix& b) {
  Matrix c{};
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) c[i * n + j] += a[i * n + k] * b[k * n + j];
  return c;
}

}  // namespace

int main() {
  Vector mean{}, d_mean;
  Matrix covariance{1, 0, 0, 0, 1, 0, 0, 0, 1}, d_covariance;
  double size = 1;
  for (int iteration = 0; iteration < 60 && size > 1e-10; ++iteration) {
    const double value = loss(mean, covariance, d_mean, d_covariance);
    size = 0;
    for (const double d : d_mean) size += std::abs(d);
    for (const double d : d_covariance) size += std::abs(d);
    if (iteration % 5 == 0) std::printf("%2d: loss %.12f, gradient %.1e\n", iteration, value, size);
    // The natural gradient: Fisher's information of the mean is the inverse covariance, that of the
    // covariance C gives C G C.
    const Matrix natural = product(covariance, product(d_covariance, covariance));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) mean[i] -= 0.5 * covariance[i * n + j] * d_mean[j];
    for (std::size_t k = 0; k < n * n; ++k) covariance[k] -= natural[k];
  }
  Vector sample{};
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t k = 0; k < n; ++k) sample[k] += point(i)[k] / count;
  double error = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      double c = 0;
      for (std::size_t k = 0; k < count; ++k)
        c += (point(k)[i] - sample[i]) * (point(k)[j] - sample[j]) / count;
      error += std::abs(c - covariance[i * n + j]);
    }
  std::printf("distance to the covariance of the sample: %.1e\n", error);
  return size < 1e-10 && error < 1e-9 ? 0 : 1;
}
