// SPDX-License-Identifier: Apache-2.0
#include "workloads.hpp"

#include <algorithm>
#include <random>

namespace {

const std::vector<Shape> sizes = {{10}, {100}, {1000}, {10000}, {100000}, {1000000}};
const std::vector<Shape> designs = {{100, 10},   {1000, 10},  {1000, 25},  {1000, 50},
                                    {1000, 100}, {1000, 150}, {10000, 10}, {1000000, 10}};

/// Matrices of d x d numbers; n counts the numbers of one.
const std::vector<Shape> squares = {{256, 16}, {4096, 64}, {16384, 128}, {65536, 256}};

#define ALL(name) ours::name, primal::name, hand::name

}  // namespace

const std::vector<Workload> workloads = {
    {"sum", ALL(sum), sizes},
    {"sum_log", ALL(sum_log), sizes},
    {"sum_exp", ALL(sum_exp), sizes},
    {"logsumexp", ALL(logsumexp), sizes},
    {"product", ALL(product), sizes, 0.99, 1.01},
    {"product_zero", ALL(product_zero), sizes, 0.99, 1.01, true},
    {"normal_log_density", ALL(normal_parameters), sizes},
    {"normal_textbook", ALL(normal_textbook), sizes},
    {"normal_all_active", ALL(normal_all), sizes},
    {"normal_all_textbook", ALL(normal_all_textbook), sizes},
    {"softplus", ALL(softplus), sizes, -3, 3},
    {"poisson", ALL(poisson), sizes, -1, 2},
    {"sin_exp_log", ALL(sin_exp_log), sizes, -3, 3},
    {"mixed", ALL(mixed), sizes},
    {"linear_regression", ALL(linear), designs, -1, 1},
    {"logistic_regression", ALL(logistic), designs, -1, 1},
    {"matrix_product", ALL(matrix_product), squares, -1, 1, false, true},
};

Data::Data(const Workload& work, Shape shape)
    : x(work.is_square ? shape.n : shape.n * std::max<std::size_t>(shape.d, 1)),
      y(shape.n),
      w(shape.d),
      g(x.size()),
      g_y(shape.n) {
  static int problems = 0;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> draw(work.low, work.high), sign(-1, 1);
  for (double& value : x) value = draw(random);
  if (work.has_zero) x[shape.n / 2] = 0;
  for (double& value : y) value = sign(random) < 0 ? -1 : 1;
  for (double& value : w) value = sign(random);
  problem.number = ++problems;
  problem.n = shape.n, problem.d = shape.d;
  problem.x = x.data(), problem.y = y.data(), problem.w = w.data();
  problem.g = g.data(), problem.g_y = g_y.data();
}
