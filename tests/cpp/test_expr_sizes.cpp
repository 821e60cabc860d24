// SPDX-License-Identifier: Apache-2.0
// Leaves of every kind, fixed and dynamic sizes, and what a mismatch says.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <array>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

template <class F>
std::string shape_error(const F& f) {
  try {
    f();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a leaf is a view of any contiguous memory") {
  std::vector<double> v{1, 2, 3}, gv(3);
  std::array<double, 3> a{1, 2, 3}, ga{};
  double c[3] = {1, 2, 3}, gc[3] = {};
  const auto check = [](const auto& leaf, const double* g) {
    CHECK(value_and_grad(dot(leaf, leaf)) == 14);
    for (int i = 0; i < 3; ++i) CHECK(g[i] == 2 * (i + 1));
  };
  check(active(v, gv), gv.data());
  check(active(a, ga), ga.data());
  check(active(c, gc), gc);
  check(active(std::span(v), std::span(ga)), ga.data());
  check(active(std::span<const double, 3>(a), gv), gv.data());
  check(active(c, gc, 3), gc);
  check(active(std::as_const(v), ga), ga.data());
  CHECK(value(sum(passive(c, 2))) == 3);
  CHECK(value(sum(passive(std::span(v).first(1)))) == 1);
}

TEST_CASE("fixed sizes stay in the type, and win over dynamic ones") {
  std::array<double, 3> a{1, 2, 3};
  std::vector<double> v{1, 2, 3};
  const auto fixed = exp(passive(a)) * 2.0;
  static_assert(decltype(fixed)::extent == 3);
  static_assert(decltype(passive(v) + 1.0)::extent == std::dynamic_extent);
  static_assert(decltype(passive(v) + passive(a))::extent == 3);
  static_assert(decltype(sum(fixed) * 2.0)::extent == expr::scalar_extent);
  CHECK((passive(v) + passive(a)).size() == 3);
  CHECK((2.0 * (1.0 - passive(v))).size() == 3);
}

TEST_CASE("a mismatch names the expression and both sizes") {
  std::vector<double> three(3), four(4), g(3);
  std::array<double, 3> fixed{};
  CHECK(shape_error([&] { exp(passive(three)) * 2.0 - passive(four); }) ==
        "subtract(multiply(exp(passive[3]), 2.000000), passive[4]): sizes 3 and 4 differ");
  CHECK(shape_error([&] { passive(fixed) / active(four, four); }) ==
        "divide(passive[3], active[4]): sizes 3 and 4 differ");
  CHECK(shape_error([&] { where(passive(three) > 0.0, passive(four), 1.0); }) ==
        "where(greater(passive[3], 0.000000), passive[4], 1.000000): sizes 3 and 4 differ");
  CHECK(shape_error([&] { dot(passive(three), passive(four)); }) ==
        "multiply(passive[3], passive[4]): sizes 3 and 4 differ");
  CHECK(shape_error([&] { active(four, g); }) == "a leaf and its gradient: sizes 4 and 3 differ");
  CHECK(shape_error([&] { passive(three) + passive(g); }) == "no error");
}

TEST_CASE("an empty array sums to 0, and its mean is not a number") {
  std::vector<double> none, g;
  const auto x = active(none, g);
  CHECK(value_and_grad(sum(exp(x))) == 0);
  CHECK(value(dot(x, x)) == 0);
  CHECK(value(mean(x)) != value(mean(x)));
}

TEST_CASE("formulas are computed in float if the leaves are") {
  std::vector<float> x{0.1f, 0.2f, 0.3f}, g(3);
  const auto e = mean(0.1 * active(x, g) + 1);
  static_assert(std::is_same_v<decltype(value(e)), float>);
  CHECK(value_and_grad(e) == doctest::Approx(1.02f));
  CHECK(g[2] == doctest::Approx(0.1f / 3));
}

TEST_CASE("a sum keeps its accuracy and does not depend on alignment") {
  constexpr std::size_t n = 100003;
  std::vector<double> x(n + 8);
  for (std::size_t i = 0; i < n; ++i) x[i] = 1.0 / static_cast<double>(i + 1);
  const double first = value(sum(passive(x.data(), n)));
  long double exact = 0;
  for (std::size_t i = 0; i < n; ++i) exact += x[i];
  CHECK(std::abs(first - static_cast<double>(exact)) < 1e-12);
  for (int shift = 1; shift < 8; ++shift) {
    std::copy_backward(x.data() + shift - 1, x.data() + shift - 1 + n, x.data() + shift + n);
    CHECK(value(sum(passive(x.data() + shift, n))) == first);
  }
}

TEST_CASE("an expression is bound once and evaluated often") {
  std::vector<double> x{1, 2}, g(2);
  double scale = 1;
  const auto e = sum(square(active(x, g))) * passive(scale);
  CHECK(value_and_grad(e) == 5);
  x = {3, 4};
  scale = 2;
  CHECK(value_and_grad(e) == 50);
  CHECK(g == std::vector<double>{12, 16});
  CHECK(value_and_grad(e) == 50);
}
