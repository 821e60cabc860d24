// SPDX-License-Identifier: Apache-2.0
// A Weibull distribution is fitted to lifetimes, some of them censored, by Newton's method on the
// negative log-likelihood; the inverse of the Hessian gives standard errors.
#include <fenchel/forward.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace {

// An observation: how long, and whether it ended then (1) or was still alive (0).
constexpr std::array<std::array<double, 2>, 12> lifetimes = {{{1.2, 1},
                                                              {0.4, 1},
                                                              {2.1, 1},
                                                              {3.0, 0},
                                                              {0.9, 1},
                                                              {1.7, 1},
                                                              {2.6, 0},
                                                              {0.7, 1},
                                                              {1.4, 1},
                                                              {3.0, 0},
                                                              {1.1, 1},
                                                              {2.0, 1}}};

// The parameters are logarithms of shape and scale, so that any number is allowed.
constexpr auto loss = [](const auto& theta) {
  using namespace fenchel;
  const auto shape = exp(theta[0]);
  auto sum = 0.0 * theta[0];
  for (const auto& [time, ended] : lifetimes) {
    const auto ratio = log(time * exp(-theta[1]));
    sum += exp(shape * ratio) - ended * (theta[0] - theta[1] + (shape - 1.0) * ratio);
  }
  return sum;
};

}  // namespace

int main() {
  std::array<double, 2> theta{0, 0.5};
  std::array<std::array<double, 2>, 2> H{};
  double size = 1;
  for (int iteration = 0; iteration < 20 && size > 1e-12; ++iteration) {
    const auto g = fenchel::gradient(loss, theta);
    H = fenchel::hessian(loss, theta);
    const double det = H[0][0] * H[1][1] - H[0][1] * H[1][0];
    const std::array<double, 2> newton{(H[1][1] * g[0] - H[0][1] * g[1]) / det,
                                       (H[0][0] * g[1] - H[1][0] * g[0]) / det};
    size = std::abs(newton[0]) + std::abs(newton[1]);
    const double most = std::min(1.0, 0.5 / size);  // far from the minimum, steps stay short
    for (std::size_t i = 0; i < 2; ++i) theta[i] -= most * newton[i];
    std::printf("%2d: loss %.12f, step %.1e\n", iteration, loss(theta), size);
  }
  const double det = H[0][0] * H[1][1] - H[0][1] * H[1][0];
  std::printf("shape %.4f, scale %.4f; standard errors of their logarithms %.3f, %.3f\n",
              std::exp(theta[0]), std::exp(theta[1]), std::sqrt(H[1][1] / det),
              std::sqrt(H[0][0] / det));
  return size < 1e-12 && det > 0 ? 0 : 1;
}
