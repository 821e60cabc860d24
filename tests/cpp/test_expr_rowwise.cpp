// SPDX-License-Identifier: Apache-2.0
// Reductions over one axis are those of each line alone; what they say broadcasts again.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

#define REDUCTION(function)      \
  struct function##_row {        \
    template <class E>           \
    static auto of(const E& e) { \
      return function(e);        \
    }                            \
  }
REDUCTION(sum);
REDUCTION(mean);
REDUCTION(prod);
REDUCTION(max);
REDUCTION(min);
REDUCTION(norm);
REDUCTION(logsumexp);

/// A matrix with its gradient, weights of its lines, and the same by lines.
template <class T>
struct Data {
  std::size_t rows, cols;
  std::vector<T> x, g, weights;

  Data(std::size_t r, std::size_t c) : rows(r), cols(c), x(r * c), g(r * c, T(99)), weights(r + c) {
    std::mt19937 random(static_cast<unsigned>(100 * r + c));
    std::uniform_real_distribution<double> draw(-2, 2);
    for (auto* v : {&x, &weights})
      for (T& value : *v) value = static_cast<T>(draw(random));
  }
  auto leaf() { return active(matrix(x.data(), rows, cols), matrix(g.data(), rows, cols)); }
  auto weight(std::size_t n) const { return passive(weights.data(), n); }

  /// Mistakes in value and gradient of weights . R(lines), by R of the lines alone.
  template <class R>
  std::size_t mistakes(T value, bool by_rows, T bound) const {
    const std::size_t lines = by_rows ? rows : cols, n = by_rows ? cols : rows;
    std::size_t wrong = 0;
    T expected = 0, size = 1;
    for (std::size_t i = 0; i < lines; ++i) {
      const auto at = [&](std::size_t k) { return by_rows ? i * cols + k : k * cols + i; };
      std::vector<T> line(n), gradient(n);
      for (std::size_t k = 0; k < n; ++k) line[k] = x[at(k)];
      const T term = weights[i] * value_and_grad(R::of(active(line, gradient)));
      expected += term, size += std::abs(term);
      for (std::size_t k = 0; k < n; ++k)
        wrong += !(std::abs(g[at(k)] - weights[i] * gradient[k]) <= bound);
    }
    return wrong + !(std::abs(value - expected) <= bound * size);
  }
};

template <class R, class T>
void check(T bound) {
  constexpr std::size_t W = simd::native_lanes<T>;
  for (const std::size_t rows : {std::size_t{1}, std::size_t{3}, W, W + 1})
    for (const std::size_t cols : {std::size_t{1}, W - 1, 2 * W + 3}) {
      CAPTURE(rows);
      CAPTURE(cols);
      Data<T> d(rows, cols);
      const auto by_rows = dot(d.weight(rows), R::of(rowwise(d.leaf())));
      CHECK(d.template mistakes<R>(value_and_grad(by_rows), true, bound) == 0);
      const auto by_cols = dot(d.weight(cols), R::of(colwise(d.leaf())));
      CHECK(d.template mistakes<R>(value_and_grad(by_cols), false, bound) == 0);
    }
}

/// The largest difference of the gradient of f(leaf) from difference quotients.
template <class F>
double gradient_error(Data<double>& d, const F& f) {
  value_and_grad(f(d.leaf()));
  value_and_grad(f(d.leaf()));
  const auto g = d.g;
  double worst = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    const double at = d.x[i], h = 1e-5;
    d.x[i] = at + h;
    const double up = value(f(d.leaf()));
    d.x[i] = at - h;
    const double slope = (up - value(f(d.leaf()))) / (2 * h);
    d.x[i] = at;
    worst = std::max(worst, std::abs(slope - g[i]) / (1 + std::abs(slope)));
  }
  return worst;
}

}  // namespace

TEST_CASE("reductions of lines are reductions of each line") {
  check<sum_row, double>(1e-13);
  check<mean_row, double>(1e-13);
  check<prod_row, double>(1e-13);
  check<max_row, double>(1e-13);
  check<min_row, double>(1e-13);
  check<norm_row, double>(1e-13);
  check<logsumexp_row, double>(1e-13);
  check<logsumexp_row, float>(1e-5f);
}

TEST_CASE("the check sees a wrong number") {
  Data<double> d(3, 4);
  const double value = value_and_grad(dot(d.weight(3), sum(rowwise(d.leaf()))));
  CHECK(d.mistakes<sum_row>(value, true, 1e-13) == 0);
  CHECK(d.mistakes<sum_row>(value + 1e-11, true, 1e-13) == 1);
  CHECK(d.mistakes<mean_row>(value, true, 1e-13) == 13);  // all of them
  d.g[5] += 1e-11;
  CHECK(d.mistakes<sum_row>(value, true, 1e-13) == 1);
}

TEST_CASE("reductions broadcast again: softmax, centering, normalization") {
  Data<double> d(5, 11);
  CHECK(gradient_error(d, [](const auto& x) {
          return sum(square(exp(x - column(logsumexp(rowwise(x))))) * (x + 1.0));
        }) < 1e-8);
  CHECK(gradient_error(d, [](const auto& x) {
          const auto centered = x - row(mean(colwise(x)));
          return sum(log(sum(colwise(centered * centered)) + 1.0));
        }) < 1e-8);
}

TEST_CASE("any function of a line, with several passes over it") {
  Data<double> d(9, 6);
  CHECK(gradient_error(d, [](const auto& x) {
          return sum(exp(rowwise(x, [](const auto& line) {
            const auto z = let(line * 0.5);
            return logsumexp(z) - mean(z * z) * max(line);
          })));
        }) < 1e-8);
  CHECK(gradient_error(d, [](const auto& x) {
          return logsumexp(sum(rowwise(x * x))) + sum(x) * norm(transpose(x));
        }) < 1e-8);
}

TEST_CASE("lines that are not chosen leak nothing, and reductions of nothing") {
  std::vector<double> x{-1, 2, 4, 9, 0, 3}, g(6, 99);
  const auto m = active(matrix(x.data(), 3, 2), matrix(g.data(), 3, 2));
  const std::array<bool, 3> taken{false, true, false};
  CHECK(value_and_grad(sum(select(passive(taken), sum(rowwise(m * log(m))), 0.0))) ==
        doctest::Approx(4 * std::log(4.0) + 9 * std::log(9.0)));
  CHECK(g == std::vector<double>{0, 0, std::log(4.0) + 1, std::log(9.0) + 1, 0, 0});
  const auto none = passive(matrix(x.data(), 0, 2)), thin = passive(matrix(x.data(), 2, 0));
  CHECK(value(sum(sum(rowwise(none)))) == 0);
  CHECK(value(sum(prod(rowwise(thin)))) == 2);
  CHECK_THROWS_AS(max(rowwise(thin)), ShapeError);
  CHECK_THROWS_AS(max(sum(rowwise(none))), ShapeError);
}
