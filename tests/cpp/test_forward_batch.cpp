// SPDX-License-Identifier: Apache-2.0
// Jacobians of batches: any number of elements, any layout, each element as if it were alone.
#include "functions.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace fenchel;

namespace {

constexpr std::size_t lanes = simd::native_lanes<double>;

/// Inputs of element e by a formula, so that every element is different.
double input(std::size_t i, std::size_t e) { return 0.6 + 0.5 * std::sin(double(3 * i + 7 * e)); }

struct Results {
  std::vector<double> values, jacobian;
};

template <std::size_t M, class F, std::size_t N, class... P>
Results run(const F& f, std::size_t n, const std::array<Column<double>, N>& x, const P&... p) {
  Results r{std::vector<double>(M * n + 1, 7), std::vector<double>(M * N * n + 1, 7)};
  jacobian_batch(f, n, r.values.data(), r.jacobian.data(), x, p...);
  CHECK(r.values.back() == 7);
  CHECK(r.jacobian.back() == 7);
  return r;
}

template <std::size_t N>
std::vector<double> arrays(std::size_t n) {
  std::vector<double> x;
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t e = 0; e < n; ++e) x.push_back(input(i, e));
  return x;
}
template <std::size_t N>
std::array<Column<double>, N> columns(const std::vector<double>& x) {
  std::array<Column<double>, N> all;
  for (std::size_t i = 0; i < N; ++i) all[i].data = x.data() + i * (x.size() / N);
  return all;
}

template <class F, std::size_t N>
void check_each(const F& f, std::size_t n) {
  constexpr std::size_t M = forward::outputs_of<F, std::array<double, N>>;
  const auto x = arrays<N>(n);
  const Results r = run<M>(f, n, columns<N>(x));
  for (std::size_t e = 0; e < n; ++e) {
    std::array<double, N> point;
    for (std::size_t i = 0; i < N; ++i) point[i] = input(i, e);
    const auto alone = value_and_jacobian(f, point);
    for (std::size_t m = 0; m < M; ++m) {
      CHECK(r.values[m * n + e] == doctest::Approx(alone.value[m]).epsilon(1e-14));
      for (std::size_t i = 0; i < N; ++i)
        CHECK(functions::distance(r.jacobian[(m * N + i) * n + e], alone.jacobian[m][i]) < 1e-13);
    }
  }
}

}  // namespace

TEST_CASE("batches of all sizes are their elements") {
  for (std::size_t n = 0; n <= 2 * lanes + 1; ++n) {
    check_each<decltype(functions::spherical), 3>(functions::spherical, n);
    check_each<decltype(functions::kinked), 3>(functions::kinked, n);
  }
  check_each<decltype(functions::layer), 17>(functions::layer, lanes + 3);
}

TEST_CASE("an element does not depend on its neighbors") {
  const auto f = [](const auto& x) { return sqrt(x[0]) * log(x[1]) / x[1]; };
  const std::size_t n = 2 * lanes + 1;
  auto x = arrays<2>(n);
  const Results plain = run<1>(f, n, columns<2>(x));
  for (std::size_t e = 0; e < n; e += 2) x[e] = e % 4 ? 0 : fenchel::nan;
  const Results mixed = run<1>(f, n, columns<2>(x));
  for (std::size_t e = 1; e < n; e += 2)
    for (std::size_t i = 0; i < 2; ++i)
      CHECK(plain.jacobian[i * n + e] == mixed.jacobian[i * n + e]);
}

TEST_CASE("records and indices are read where they are") {
  const auto f = [](const auto& x, const auto& p) { return exp(x[0] * x[1]) * p[0]; };
  const std::size_t n = lanes + 2;
  std::vector<double> cameras{0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, points, weights;
  std::vector<std::int32_t> camera;
  for (std::size_t e = 0; e < n; ++e) {
    camera.push_back(static_cast<std::int32_t>(2 - e % 3));
    points.push_back(-1), points.push_back(input(0, e));
    weights.push_back(input(1, e));
  }
  const std::array<Column<double>, 2> x{
      {{cameras.data() + 1, 2, camera.data()}, {points.data() + 1, 2}}};
  const Results r = run<1>(f, n, x, std::array<Column<double>, 1>{{{weights.data()}}});
  for (std::size_t e = 0; e < n; ++e) {
    const double a = cameras[static_cast<std::size_t>(2 * camera[e]) + 1], b = input(0, e);
    CHECK(r.values[e] == doctest::Approx(std::exp(a * b) * input(1, e)).epsilon(1e-14));
    CHECK(r.jacobian[e] == doctest::Approx(b * r.values[e]).epsilon(1e-14));
    CHECK(r.jacobian[n + e] == doctest::Approx(a * r.values[e]).epsilon(1e-14));
  }
}

TEST_CASE("captures and float work too") {
  const float scale = 2;
  const auto f = [scale](const auto& x) { return std::array{scale * sin(x[0]), x[0] * x[1]}; };
  const std::vector<float> x{0.1f, 0.2f, 0.3f, 1, 2, 3};
  std::vector<float> values(6), jacobian(12);
  const std::array<Column<float>, 2> inputs{{{x.data()}, {x.data() + 3}}};
  jacobian_batch(f, 3, values.data(), jacobian.data(), inputs);
  CHECK(jacobian[1] == doctest::Approx(2 * std::cos(0.2)).epsilon(1e-6));
  CHECK(jacobian[4] == 0);
  CHECK(jacobian[7] == 2);
  CHECK(jacobian[10] == 0.2f);
}
