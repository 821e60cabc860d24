// SPDX-License-Identifier: Apache-2.0
// Expressions with so many uses and functions that they are compiled in parts: three leaves share
// their gradient memory in each way there is, and what is written is the sum of the parts.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <fenchel/expr.hpp>
#include <vector>

using namespace fenchel;

namespace {

/// Sixteen functions and 33 uses.
template <class X>
auto formula(const X& x, const X& y, const X& z) {
  return sum(sin(x) * y + exp(y) * z + cos(z) * x + tanh(x) * z + log(y) * x + erf(z) * y +
             expm1(x) * y + log1p(y) * z + atan(z) * x + sinh(x) * z + sigmoid(y) * x +
             softplus(z) * y + sin(y) * x + cos(x) * z + exp(z) * y + tanh(y) * z + x * y * z);
}

/// What each of the leaves would be given alone.
template <class T>
std::array<double, 3> partials(T tx, T ty, T tz) {
  const double x = tx, y = ty, z = tz;
  const auto sigma = [](double t) { return 1 / (1 + std::exp(-t)); };
  const auto sech2 = [](double t) { return 1 - std::tanh(t) * std::tanh(t); };
  const double slope = 1.1283791670955126 * std::exp(-z * z);
  return {std::cos(x) * y + std::cos(z) + sech2(x) * z + std::log(y) + std::exp(x) * y +
              std::atan(z) + std::cosh(x) * z + sigma(y) + std::sin(y) - std::sin(x) * z + y * z,
          std::sin(x) + std::exp(y) * z + x / y + std::erf(z) + std::expm1(x) + z / (1 + y) +
              sigma(y) * sigma(-y) * x + std::log1p(std::exp(z)) + std::cos(y) * x + std::exp(z) +
              sech2(y) * z + x * z,
          std::exp(y) - std::sin(z) * x + std::tanh(x) + slope * y + std::log1p(y) +
              x / (1 + z * z) + std::sinh(x) + sigma(z) * y + std::cos(x) + std::exp(z) * y +
              std::tanh(y) + x * y};
}

template <class T>
void check(std::size_t n, const std::array<int, 3>& memory) {
  std::vector<T> x[3], gradient[3];
  for (int k = 0; k < 3; ++k) {
    for (std::size_t i = 0; i < n; ++i) x[k].push_back(T(0.3) + T(k + 1) * T(0.01) * T(i));
    gradient[k].assign(n, T(7));
  }
  const auto leaf = [&](int k) { return active(x[k].data(), gradient[memory[k]].data(), n); };
  value_and_grad(formula(leaf(0), leaf(1), leaf(2)));
  for (std::size_t i = 0; i < n; ++i) {
    std::array<double, 3> expected = {7, 7, 7};
    for (int k : memory) expected[k] = 0;
    const auto each = partials(x[0][i], x[1][i], x[2][i]);
    for (int k = 0; k < 3; ++k) expected[memory[k]] += each[k];
    for (int k = 0; k < 3; ++k)
      CHECK(double(gradient[k][i]) ==
            doctest::Approx(expected[k]).epsilon(sizeof(T) == 8 ? 1e-13 : 1e-5));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("many uses of arrays that share gradients, in each way there is", T, float,
                   double) {
  for (const std::array<int, 3>& memory :
       {std::array{0, 1, 2}, std::array{0, 0, 2}, std::array{0, 1, 0}, std::array{0, 1, 1},
        std::array{0, 0, 0}})
    for (std::size_t n : {0, 1, 3, 8, 17, 33}) check<T>(n, memory);
}
