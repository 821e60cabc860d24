// SPDX-License-Identifier: Apache-2.0
// Products with a matrix inside elementwise expressions, against loops.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

template <class T>
struct Regression {
  std::size_t n, d;
  std::vector<T> X, y, w, gX, gw;

  Regression(std::size_t rows, std::size_t cols)
      : n(rows), d(cols), X(n * d), y(n), w(d), gX(n * d, 99), gw(d, 99) {
    std::mt19937 random(static_cast<unsigned>(rows + 100 * cols));
    std::normal_distribution<double> draw;
    for (auto* v : {&X, &y, &w})
      for (T& value : *v) value = static_cast<T>(draw(random));
  }

  template <class A, class B>
  static auto loss(const A& matrix_times_w, const B& labels) {
    return sum(log1p(exp(-(labels * matrix_times_w))));
  }

  /// The loss and both gradients by loops.
  double by_loops(std::vector<double>& hX, std::vector<double>& hw) const {
    double value = 0;
    hX.assign(n * d, 0), hw.assign(d, 0);
    for (std::size_t i = 0; i < n; ++i) {
      double s = 0;
      for (std::size_t j = 0; j < d; ++j) s += double(X[i * d + j]) * w[j];
      value += std::log1p(std::exp(-y[i] * s));
      const double r = -y[i] / (1 + std::exp(y[i] * s));
      for (std::size_t j = 0; j < d; ++j) hX[i * d + j] = r * w[j], hw[j] += r * X[i * d + j];
    }
    return value;
  }
};

template <class T>
double distance(const std::vector<T>& a, const std::vector<double>& b) {
  double worst = 0, scale = 1;
  for (std::size_t i = 0; i < b.size(); ++i) {
    worst = std::max(worst, std::abs(a[i] - b[i]));
    scale = std::max(scale, std::abs(b[i]));
  }
  return worst / scale;
}

template <class T>
void check(std::size_t n, std::size_t d, double bound) {
  Regression<T> r(n, d);
  CAPTURE(n);
  CAPTURE(d);
  std::vector<double> hX, hw;
  const double expected = r.by_loops(hX, hw);
  const auto X = matrix(r.X.data(), n, d), gX = matrix(r.gX.data(), n, d);
  const auto labels = passive(r.y);
  for (int twice = 0; twice < 2; ++twice) {
    const double value = value_and_grad(r.loss(matmul(active(X, gX), active(r.w, r.gw)), labels));
    CHECK(std::abs(value - expected) <= bound * (1 + expected));
    CHECK(distance(r.gX, hX) <= bound);
    CHECK(distance(r.gw, hw) <= bound);
  }
  r.gw.assign(d, 99), r.gX.assign(n * d, 99);
  value_and_grad(r.loss(matmul(X, active(r.w, r.gw)), labels));
  CHECK(distance(r.gw, hw) <= bound);
  CHECK(r.gX == std::vector<T>(n * d, 99));
  value_and_grad(r.loss(matmul(active(X, gX), passive(r.w)), labels));
  CHECK(distance(r.gX, hX) <= bound);
}

}  // namespace

TEST_CASE("a matrix product in a loss, all sizes around a packet") {
  for (const std::size_t n : {0, 1, 2, 7, 8, 9, 16, 17, 33, 100})
    for (const std::size_t d : {1, 2, 3, 7, 8, 9, 10, 17, 40}) {
      check<double>(n, d, 1e-13);
      check<float>(n, d, 1e-5);
    }
}

TEST_CASE("two products, and a product used twice") {
  Regression<double> r(21, 5);
  const auto X = matrix(r.X.data(), r.n, r.d);
  std::vector<double> v(r.d, 0.5), gv(r.d);
  const auto z = let(matmul(X, active(r.w, r.gw)));
  value_and_grad(sum(z * z + matmul(X, active(v, gv))));
  for (std::size_t j = 0; j < r.d; ++j) {
    double by_w = 0, by_v = 0;
    for (std::size_t i = 0; i < r.n; ++i) {
      double s = 0;
      for (std::size_t k = 0; k < r.d; ++k) s += r.X[i * r.d + k] * r.w[k];
      by_w += 2 * s * r.X[i * r.d + j], by_v += r.X[i * r.d + j];
    }
    CHECK(r.gw[j] == doctest::Approx(by_w).epsilon(1e-13));
    CHECK(gv[j] == doctest::Approx(by_v).epsilon(1e-13));
  }
}

TEST_CASE("a row that overflows stays alone") {
  Regression<double> r(11, 3);
  for (int j = 0; j < 3; ++j) r.X[10 * 3 + j] = inf;
  const auto z = matmul(matrix(r.X.data(), r.n, r.d), active(r.w, r.gw));
  value_and_grad(sum(where(z == z, where(abs(z) < 1e300, z, 0.0), 0.0) * passive(r.y)));
  std::vector<double> expected(3, 0);
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 3; ++j) expected[j] += r.y[i] * r.X[i * 3 + j];
  CHECK(distance(r.gw, expected) < 1e-14);  // a row that is not chosen does not count
  value_and_grad(sum(matmul(matrix(r.X.data(), 10, 3), active(r.w, r.gw)) *
                     passive(std::span(r.y).first(10))));
  CHECK(distance(r.gw, expected) < 1e-14);  // the row behind the end is not looked at
}

TEST_CASE("a mismatch names the matrix") {
  std::vector<double> X(12), w(3), y(3);
  std::string message;
  try {
    matmul(matrix(X.data(), 3, 4), passive(w));
  } catch (const ShapeError& error) {
    message = error.what();
  }
  CHECK(message == "matmul(matrix[3, 4], passive[3]): sizes 4 and 3 differ");
  CHECK_THROWS_AS(passive(X) * matmul(matrix(X.data(), 4, 3), passive(w)), ShapeError);
  CHECK_THROWS_AS(active(matrix(X.data(), 3, 4), matrix(X.data(), 4, 3)), ShapeError);
}
