// SPDX-License-Identifier: Apache-2.0
// Formulas of matrices in every layout, rows and columns that are broadcast, transposition, and
// what sizes that do not fit say.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

/// A 5 x 11 matrix stored in several ways; x and g are its elements and gradients in rows.
template <class T>
struct Stored {
  static constexpr std::size_t rows = 5, cols = 11, gap = 3;
  std::vector<T> by_rows, by_columns, apart, g;
  std::vector<T> u, v, gu, gv;

  Stored()
      : by_rows(rows * cols),
        by_columns(rows * cols),
        apart(2 * (rows * cols + gap * rows), T(7)),
        g(rows * cols, T(99)),
        u(rows),
        v(cols),
        gu(rows, T(99)),
        gv(cols, T(99)) {
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < cols; ++j) {
        const T x = at(i, j);
        by_rows[i * cols + j] = by_columns[j * rows + i] = x;
        apart[2 * (i * (cols + gap) + j)] = x;
      }
    for (std::size_t i = 0; i < rows; ++i) u[i] = T(0.25) * static_cast<T>(i) - 1;
    for (std::size_t j = 0; j < cols; ++j) v[j] = T(0.5) - T(0.125) * static_cast<T>(j);
  }
  static T at(std::size_t i, std::size_t j) {
    return T(0.1) * static_cast<T>((7 * i + 3 * j) % 13) - T(0.55);
  }
  auto gradient() { return matrix(g.data(), rows, cols); }

  /// sum(sin(X * row(v)) * column(u)), as the formula says and transposed.
  template <class X>
  auto formula(const X& x) {
    return sum(sin(x * row(active(v, gv))) * column(active(u, gu)));
  }
  template <class X>
  auto transposed(const X& x) {
    return sum(sin(transpose(x) * column(active(v, gv))) * row(active(u, gu)));
  }
  template <class E>
  bool is_right(const E& e, bool by_columns_too = false) {
    bool good = true;
    for (int twice = 0; twice < 2; ++twice) {
      T expected = 0;
      std::vector<T> hu(rows), hv(cols);
      const T actual = value_and_grad(e);
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < cols; ++j) {
          const T s = std::sin(at(i, j) * v[j]), c = std::cos(at(i, j) * v[j]) * u[i];
          expected += s * u[i], hu[i] += s, hv[j] += c * at(i, j);
          const T own = g[by_columns_too ? j * rows + i : i * cols + j];
          good = good && near(own, c * v[j]);
        }
      good = good && near(actual, expected);
      for (std::size_t i = 0; i < rows; ++i) good = good && near(gu[i], hu[i]);
      for (std::size_t j = 0; j < cols; ++j) good = good && near(gv[j], hv[j]);
    }
    return good;
  }
  static bool near(T a, T b) {
    return std::abs(a - b) <= 100 * std::numeric_limits<T>::epsilon() * (1 + std::abs(b));
  }
};

template <class F>
std::string message_of(const F& f) {
  try {
    f();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("every layout of a matrix and of its gradient") {
  Stored<double> s;
  const auto in_rows = matrix(s.by_rows.data(), 5, 11);
  const auto in_columns = column_major(s.by_columns.data(), 5, 11);
  const auto apart = strided(s.apart.data(), 5, 11, 2 * 14, 2);
  const auto by_columns = column_major(s.g.data(), 5, 11);
  CHECK(s.is_right(s.formula(active(in_rows, s.gradient()))));
  CHECK(s.is_right(s.transposed(active(in_rows, s.gradient()))));
  CHECK(s.is_right(s.formula(active(in_columns, s.gradient()))));
  CHECK(s.is_right(s.formula(active(in_columns, by_columns)), true));
  CHECK(s.is_right(s.transposed(active(in_columns, by_columns)), true));
  CHECK(s.is_right(s.formula(active(apart, s.gradient()))));
  Stored<float> f;
  CHECK(f.is_right(f.formula(active(matrix(f.by_rows.data(), 5, 11), f.gradient()))));
  const auto before = s.g;
  value_and_grad(s.formula(passive(apart)));
  CHECK(s.g == before);
}

TEST_CASE("the check sees a gradient of the wrong element") {
  Stored<double> s;
  const auto x = active(matrix(s.by_rows.data(), 5, 11), column_major(s.g.data(), 5, 11));
  CHECK(!s.is_right(s.formula(x)));
  CHECK(s.is_right(s.formula(x), true));
}

TEST_CASE("a matrix and its transpose in one formula, and outer products") {
  std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8, 10}, g(9, 99), u{1, -1, 2}, gu(3, 99);
  const auto a = active(matrix(x.data(), 3, 3), matrix(g.data(), 3, 3));
  value_and_grad(sum(a * transpose(a) + a));
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) CHECK(g[3 * i + j] == 2 * x[3 * j + i] + 1);
  const auto v = active(u, gu);
  CHECK(value_and_grad(sum(outer(v, v) * a)) == 1 - 2 + 6 - 4 + 5 - 12 + 14 - 16 + 40);
  CHECK(gu == std::vector<double>{2 - 6 + 20, 6 - 10 + 28, 10 - 14 + 40});
  CHECK(g == std::vector<double>{1, -1, 2, -1, 1, -2, 2, -2, 4});
}

TEST_CASE("scalars, lets of them, and masks in a matrix") {
  std::vector<double> x{1, -2, 3, -4, 5, -6}, g(6, 99);
  double s = 2, slope = 99;
  const auto a = active(matrix(x.data(), 2, 3), matrix(g.data(), 2, 3));
  const auto b = active(s, slope);
  CHECK(value_and_grad(sum(where(a > 0.0, sqrt(a), 0.0 * b) * square(let(b * b)))) ==
        doctest::Approx(16 * (1 + std::sqrt(3) + std::sqrt(5))));
  CHECK(g[1] == 0);
  CHECK(g[2] == doctest::Approx(8 / std::sqrt(3)));
  CHECK(slope == doctest::Approx(32 * (1 + std::sqrt(3) + std::sqrt(5))));
  const auto total = let(sum(a));
  value_and_grad(sum(a * total));
  for (double v : g) CHECK(v == 2 * -3);
}

TEST_CASE("auto is safe, and fixed sizes stay in the type") {
  std::array<std::array<double, 3>, 2> x{{{1, 2, 3}, {4, 5, 6}}}, g{};
  const auto build = [&] {
    const auto a = active(matrix(x), matrix(g));
    const auto centered = a - column(mean(rowwise(a)));
    return sum(rowwise(centered * centered));
  };
  const auto e = build();
  static_assert(decltype(e)::extent == 2);
  const auto largest = max(e);
  static_assert(noexcept(value_and_grad(largest)));
  CHECK(value_and_grad(sum(e)) == 4);
  CHECK(g == std::array<std::array<double, 3>, 2>{{{-2, 0, 2}, {-2, 0, 2}}});
}

TEST_CASE("a mismatch names the formula and both sizes") {
  std::vector<double> x(12), g(12), u(2);
  const auto a = passive(matrix(x.data(), 3, 4)), b = passive(matrix(x.data(), 4, 3));
  CHECK(message_of([&] { a* b; }) == "multiply(matrix[3, 4], matrix[4, 3]): sizes 3 and 4 differ");
  CHECK(message_of([&] { a + transpose(b); }) == "no error");
  CHECK(message_of([&] { a - column(passive(u)); }) ==
        "subtract(matrix[3, 4], column(passive[2])): sizes 3 and 2 differ");
  CHECK(message_of([&] { a - row(sum(rowwise(a))); }) ==
        "subtract(matrix[3, 4], transpose(column(rowwise(matrix[3, 4])))): sizes 4 and 3 differ");
  CHECK(message_of([&] { passive(u) + sum(rowwise(a)); }) ==
        "add(passive[2], rowwise(matrix[3, 4])): sizes 2 and 3 differ");
  CHECK(message_of([&] { active(matrix(x.data(), 3, 4), matrix(g.data(), 4, 3)); }) ==
        "a matrix and its gradient: sizes [3, 4] and [4, 3] differ");
}
