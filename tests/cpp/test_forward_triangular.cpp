// SPDX-License-Identifier: Apache-2.0
// Factors and triangular systems in lambdas: they undo each other, and the derivatives that every
// carrier finds by itself are those of the textbook.
#include "functions.hpp"

#include <doctest/doctest.h>
#include <fenchel/forward/triangular.hpp>

#include <random>

using namespace fenchel;

namespace {

template <std::size_t N>
using Matrix = std::array<double, N * N>;

template <std::size_t N>
Matrix<N> definite() {
  Matrix<N> a = functions::numbers<N * N>(int(N));
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < i; ++j) a[j * N + i] = a[i * N + j] = 0.3 * a[i * N + j];
    a[i * (N + 1)] = 1.5 + 0.3 * double(N);
  }
  return a;
}

template <std::size_t N, class T>
std::array<T, N * N> product(const std::array<T, N * N>& a, const std::array<T, N * N>& b) {
  std::array<T, N * N> c{};
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j)
      for (std::size_t k = 0; k < N; ++k) c[i * N + j] = c[i * N + j] + a[i * N + k] * b[k * N + j];
  return c;
}
template <std::size_t N, class T>
std::array<T, N * N> transposed(const std::array<T, N * N>& a) {
  std::array<T, N * N> t{};
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) t[j * N + i] = a[i * N + j];
  return t;
}
/// The columns of L^-1 B.
template <std::size_t N>
Matrix<N> divided(const Matrix<N>& l, const Matrix<N>& b) {
  Matrix<N> x{};
  for (std::size_t j = 0; j < N; ++j) {
    std::array<double, N> column{};
    for (std::size_t i = 0; i < N; ++i) column[i] = b[i * N + j];
    column = solve_triangular(l, column);
    for (std::size_t i = 0; i < N; ++i) x[i * N + j] = column[i];
  }
  return x;
}

template <std::size_t N>
void check_rows() {
  CAPTURE(N);
  const auto a = definite<N>(), da = functions::numbers<N * N>(3);
  const auto l = cholesky(a);
  CHECK(functions::distance(product<N>(l, transposed<N>(l)), a) < 1e-14 * double(N));
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = i + 1; j < N; ++j) CHECK(l[i * N + j] == 0);

  const auto b = functions::numbers<N>(1);
  const auto down = solve_triangular(l, b), up = solve_triangular<System::transposed>(l, b);
  for (std::size_t i = 0; i < N; ++i) {
    double plain = 0, other = 0;
    for (std::size_t j = 0; j < N; ++j)
      plain += l[i * N + j] * down[j], other += l[j * N + i] * up[j];
    CHECK(plain == doctest::Approx(b[i]).epsilon(1e-13));
    CHECK(other == doctest::Approx(b[i]).epsilon(1e-13));
  }

  // dL = L phi(L^-1 dA L'^-1), where phi halves the diagonal of a lower triangle.
  std::array<Dual<double>, N * N> moved;
  Matrix<N> symmetric;
  for (std::size_t i = 0; i < N * N; ++i) {
    moved[i] = {a[i], da[i]};
    symmetric[i] = 0.5 * (da[i] + da[i % N * N + i / N]);
  }
  auto phi = divided<N>(l, transposed<N>(divided<N>(l, symmetric)));
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = i; j < N; ++j) phi[i * N + j] *= i == j ? 0.5 : 0.0;
  const auto dl = product<N>(l, phi);
  const auto found = cholesky(moved);
  for (std::size_t i = 0; i < N * N; ++i) {
    CHECK(std::abs(found[i].tangent - dl[i]) < 1e-13 * double(N));
    CHECK(std::abs(found[i].value - l[i]) < 1e-14);
  }
  // A matrix that moves is factored to second order: L(t) L(t)' = A + t dA.
  std::array<Taylor<double, 2>, N * N> path;
  for (std::size_t i = 0; i < N * N; ++i) path[i] = a[i], path[i].c[1] = symmetric[i];
  const auto lt = cholesky(path);
  const auto back = product<N>(lt, transposed<N>(lt));
  for (std::size_t i = 0; i < N * N; ++i) {
    CHECK(std::abs(back[i].c[1] - symmetric[i]) < 1e-13 * double(N));
    CHECK(std::abs(back[i].c[2]) < 1e-13 * double(N));
  }
}

/// The negative log density of a normal vector: covariance (its lower triangle), then the vector.
constexpr auto density = [](const auto& x) {
  using T = std::remove_cvref_t<decltype(x[0])>;
  const std::array<T, 9> a{x[0], x[1], x[3], x[1], x[2], x[4], x[3], x[4], x[5]};
  const auto l = cholesky(a);
  T sum = 0.0;
  for (const auto& r : solve_triangular(l, std::array<T, 3>{x[6], x[7], x[8]})) sum += 0.5 * r * r;
  for (const auto& d : diagonal(l)) sum += log(d);
  return sum;
};

}  // namespace

TEST_CASE("factors and systems of all sizes") {
  check_rows<1>();
  check_rows<2>();
  check_rows<4>();
  check_rows<5>();
  check_rows<9>();
  check_rows<16>();
}

TEST_CASE("a density is straight-line code, and has every derivative") {
  static_assert(is_straight_line<decltype(density), 9>);
  const std::array x{4.0, 1.0, 3.0, 0.5, 0.2, 2.0, 1.0, 2.0, 3.0};
  const auto hidden = functions::hidden(density);
  CHECK(functions::distance(gradient(density, x), jacfwd(hidden, x)) < 1e-14);
  CHECK(functions::distance(hessian(density, x), hessian(hidden, x)) < 1e-13);
  std::array<simd::Native<double>, 9> lanes;
  for (std::size_t i = 0; i < 9; ++i) lanes[i] = x[i];
  CHECK(density(lanes)[0] == doctest::Approx(density(x)).epsilon(1e-15));
  std::array<float, 9> small;
  for (std::size_t i = 0; i < 9; ++i) small[i] = float(x[i]);
  CHECK(density(small) == doctest::Approx(density(x)).epsilon(1e-6));
}

TEST_CASE("a matrix that is not positive definite gives NaN") {
  for (const double pivot : {-1.0, 0.0, fenchel::nan}) {
    const auto l = cholesky(std::array{4.0, 2.0, 0.0, 2.0, 1.0 + pivot, 0.0, 0.0, 0.0, 1.0});
    CHECK((l[0] == 2 && l[3] == 1 && std::isnan(l[4])));
  }
}
