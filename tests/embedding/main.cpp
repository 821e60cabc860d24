// SPDX-License-Identifier: Apache-2.0
// The logistic loss of three labels and its gradient, beside the closed form.
#include <fenchel/expr.hpp>

#include <array>
#include <cmath>
#include <cstdio>

bool near(double actual, double expected) {
  const bool good = std::abs(actual - expected) <= 1e-14 * (1 + std::abs(expected));
  if (!good) std::printf("%.17g is not %.17g\n", actual, expected);
  return good;
}

int main() {
  std::array<double, 3> x{1, 2, 3}, y{1, -1, 1}, g{};
  auto a = fenchel::active(x, g);
  auto f = fenchel::sum(fenchel::log1p(fenchel::exp(-(fenchel::passive(y) * a))));
  const double value = fenchel::value_and_grad(f);

  double expected = 0;
  bool good = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    expected += std::log1p(std::exp(-y[i] * x[i]));
    good = near(g[i], -y[i] / (1 + std::exp(y[i] * x[i]))) && good;
  }
  return near(value, expected) && good ? 0 : 1;
}
