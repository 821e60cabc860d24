// SPDX-License-Identifier: Apache-2.0
// The sum of the product of two matrices, against the product by loops.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

template <class T>
struct Matrices {
  std::size_t n, m, k;
  std::vector<T> a, b, ga, gb;

  Matrices(std::size_t rows, std::size_t inner, std::size_t cols)
      : n(rows), m(inner), k(cols), a(n * m), b(m * k), ga(n * m, 9), gb(m * k, 9) {
    std::mt19937 random(static_cast<unsigned>(rows + 50 * inner + 2500 * cols));
    std::normal_distribution<double> draw;
    for (auto* v : {&a, &b})
      for (T& value : *v) value = static_cast<T>(draw(random));
  }
  double by_loops(std::vector<double>& ha, std::vector<double>& hb) const {
    ha.assign(n * m, 0), hb.assign(m * k, 0);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t l = 0; l < m; ++l)
        for (std::size_t j = 0; j < k; ++j) {
          sum += double(a[i * m + l]) * b[l * k + j];
          ha[i * m + l] += b[l * k + j];
          hb[l * k + j] += a[i * m + l];
        }
    return sum;
  }
};

template <class T>
void check(const std::vector<T>& got, const std::vector<double>& expected, double factor) {
  const double near = (sizeof(T) == 8 ? 1e-13 : 1e-5) * (1 + std::abs(factor));
  for (std::size_t i = 0; i < got.size(); ++i)
    CHECK(std::abs(got[i] - factor * expected[i]) < near * (10 + std::abs(expected[i])));
}

}  // namespace

TEST_CASE_TEMPLATE("sum(matmul(a, b)) and its gradients are those of the product by loops", T,
                   float, double) {
  for (std::size_t n : {0, 1, 5, 16})
    for (std::size_t m : {0, 1, 7, 16, 19})
      for (std::size_t k : {0, 1, 9, 24}) {
        Matrices<T> x(n, m, k);
        std::vector<double> ha, hb;
        const double expected = x.by_loops(ha, hb);
        const double near = (sizeof(T) == 8 ? 1e-11 : 1e-3) * (1 + std::abs(expected));
        const auto a = active(matrix(x.a.data(), n, m), matrix(x.ga.data(), n, m));
        const auto b = active(matrix(x.b.data(), m, k), matrix(x.gb.data(), m, k));
        CHECK(std::abs(value(sum(matmul(a, b))) - expected) < near);
        CHECK(std::abs(value_and_grad(sum(matmul(a, b))) - expected) < near);
        check(x.ga, ha, 1);
        check(x.gb, hb, 1);
        // Nonlinear in the sum, and twice in one expression: gradients add up.
        const auto both = square(sum(matmul(a, b))) + sum(matmul(a, b));
        value_and_grad(both);
        check(x.ga, ha, 2 * expected + 1);
        check(x.gb, hb, 2 * expected + 1);
      }
}

TEST_CASE("a matrix that is only read has no gradient, and may be the same matrix") {
  Matrices<double> x(3, 3, 3);
  const auto a = matrix(x.a.data(), 3, 3);
  value_and_grad(sum(matmul(passive(a), active(a, matrix(x.gb.data(), 3, 3)))));
  for (double untouched : x.ga) CHECK(untouched == 9);
  std::vector<double> g(9), ga(9), gb(9);
  value_and_grad(sum(matmul(active(a, matrix(g.data(), 3, 3)), active(a, matrix(g.data(), 3, 3)))));
  value_and_grad(
      sum(matmul(active(a, matrix(ga.data(), 3, 3)), active(a, matrix(gb.data(), 3, 3)))));
  for (std::size_t i = 0; i < 9; ++i) CHECK(g[i] == doctest::Approx(ga[i] + gb[i]));
}

TEST_CASE("sizes that differ are named") {
  std::vector<double> memory(12);
  const auto a = passive(matrix(memory.data(), 3, 4)), b = passive(matrix(memory.data(), 3, 2));
  CHECK_THROWS_WITH_AS(matmul(a, b), "matmul(matrix[3, 4], matrix[3, 2]): sizes 4 and 3 differ",
                       ShapeError);
}
