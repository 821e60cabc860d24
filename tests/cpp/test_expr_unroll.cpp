// SPDX-License-Identifier: Apache-2.0
// Time stepping inside expressions: values and gradients against plain loops at dual numbers, in
// random directions; seeds, shared memory, checkpoints and sizes.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/expr/unroll.hpp>

#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

/// h[t + 1] = mu + phi (h[t] - mu) + sigma z[t], y[t] ~ N(0, exp(h[t + 1])): parameters mu, phi,
/// sigma; inputs z and y.
constexpr auto drift = [](const auto& h, const auto& p, const auto& u) {
  return std::array{p[0] + p[1] * (h[0] - p[0]) + p[2] * u[0]};
};
constexpr auto surprise = [](const auto& h, const auto&, const auto& u) {
  return 0.5 * (h[0] + u[1] * u[1] * exp(-h[0]) + u[0] * u[0]);
};
constexpr Recurrence volatility{drift, surprise, Nothing{}};

/// Predator and prey; nothing comes in.
constexpr auto grow = [](const auto& s, const auto& p, const auto&) {
  return std::array{s[0] + 0.1 * s[0] * (p[0] - p[1] * s[1]), s[1] + 0.1 * s[1] * (s[0] - p[2])};
};
constexpr auto census = [](const auto& s, const auto& p, const auto&) {
  return p[0] * s[0] * s[1];
};
constexpr auto last = [](const auto& s, const auto& p) { return tanh(s[0]) - p[2] * s[1]; };

template <class T>
std::vector<T> draw(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<T> x(n);
  for (T& each : x) each = static_cast<T>(normal(random));
  return x;
}

/// The objective, written down plainly, at any numbers.
template <class R, class T, std::size_t S, std::size_t P, std::size_t U>
T plainly(const R& r, std::size_t steps, std::array<T, S> s, const std::array<T, P>& p,
          const std::array<std::vector<T>, U>& inputs) {
  T sum(0);
  for (std::size_t t = 0; t < steps; ++t) {
    std::array<T, U> u;
    for (std::size_t i = 0; i < U; ++i) u[i] = inputs[i][t];
    s = r.step(s, p, u);
    if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(r.cost)>, Nothing>)
      sum = sum + r.cost(s, p, u);
  }
  if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(r.last)>, Nothing>)
    sum = sum + r.last(s, p);
  return sum;
}

/// A series to fit: data, parameters and memory for their gradients, filled with what must not
/// stay.
template <class T>
struct Series {
  std::size_t n;
  std::vector<T> z, y, dz, memory;
  T start = T(-0.5), mu = T(-1), phi = T(0.9), sigma = T(0.3);
  T d_start = 99, d_mu = 99, d_phi = 99, d_sigma = 99;

  Series(std::size_t steps, std::size_t checkpoints)
      : n(steps),
        z(draw<T>(n, 1)),
        y(draw<T>(n, 2)),
        dz(n, 99),
        memory(unroll_workspace<1>(n, checkpoints)) {}

  auto expression(std::size_t checkpoints) {
    return unroll(volatility, std::tuple{active(start, d_start)},
                  std::tuple{active(mu, d_mu), active(phi, d_phi), active(sigma, d_sigma)},
                  std::tuple{active(z, dz), passive(y)}, {n, checkpoints, memory});
  }
  /// Value, and derivative in a random direction, by dual numbers.
  Dual<double> expected(unsigned seed) const {
    const auto t = draw<double>(n + 4, seed);
    std::array<std::vector<Dual<double>>, 2> u;
    for (std::size_t k = 0; k < n; ++k) u[0].emplace_back(z[k], t[4 + k]), u[1].emplace_back(y[k]);
    return plainly(volatility, n, std::array<Dual<double>, 1>{{{start, t[0]}}},
                   std::array<Dual<double>, 3>{{{mu, t[1]}, {phi, t[2]}, {sigma, t[3]}}}, u);
  }
  /// The gradient in that direction.
  double along(unsigned seed) const {
    const auto t = draw<double>(n + 4, seed);
    double sum = t[0] * d_start + t[1] * d_mu + t[2] * d_phi + t[3] * d_sigma;
    for (std::size_t k = 0; k < n; ++k) sum += t[4 + k] * dz[k];
    return sum;
  }
};

template <class T>
void check_series(std::size_t n, std::size_t checkpoints, double bound) {
  CAPTURE(n);
  CAPTURE(checkpoints);
  Series<T> series(n, checkpoints);
  const auto e = series.expression(checkpoints);
  const double slack = bound * (1 + static_cast<double>(n));
  for (const unsigned seed : {3u, 4u, 5u}) {
    const auto expected = series.expected(seed);
    CHECK(std::abs(value(e) - expected.value) <= slack);
    CHECK(std::abs(value_and_grad(e) - expected.value) <= slack);
    CHECK(std::abs(series.along(seed) - expected.tangent) <= slack * 10);
    // A factor, and a function of the objective: its derivative scales the gradient.
    value_and_grad(2.5 * e);
    CHECK(std::abs(series.along(seed) - 2.5 * expected.tangent) <= slack * 25);
    value_and_grad(log(e + 50.0));
    const double scale = 1 / (expected.value + 50);
    CHECK(std::abs(series.along(seed) - scale * expected.tangent) <= slack);
    const auto named = let(e);
    value_and_grad(named * named + named);
    CHECK(std::abs(series.along(seed) - (2 * expected.value + 1) * expected.tangent) <=
          slack * 30 * (1 + std::abs(expected.value)));
  }
}

}  // namespace

TEST_CASE("stochastic volatility, all lengths around a packet and any checkpoints") {
  for (const std::size_t n : {0, 1, 2, 7, 8, 9, 16, 17, 33, 100})
    for (const std::size_t checkpoints : {1, 2, 5, 8, 100}) {
      check_series<double>(n, checkpoints, 1e-13);
      check_series<float>(n, checkpoints, 2e-5);
    }
}

TEST_CASE("states without inputs, and a cost of the last one") {
  std::array<double, 3> p{1.1, 0.4, 0.9}, dp{};
  double prey = 1, predator = 0.5, d_prey = 0, d_predator = 0;
  const auto check = [&](const auto& r, std::size_t n) {
    std::vector<double> memory(unroll_workspace<2>(n, 3));
    const auto e =
        unroll(r, std::tuple{active(prey, d_prey), active(predator, d_predator)},
               std::tuple{active(p[0], dp[0]), exp(active(p[1], dp[1])), active(p[2], dp[2]) * 2.0},
               std::tuple{}, {n, 3, memory});
    const double y = value_and_grad(e);
    const std::array<double, 5> all{prey, predator, p[0], p[1], p[2]};
    const std::array<double, 5> slopes{d_prey, d_predator, dp[0], dp[1], dp[2]};
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::array<Dual<double>, 5> x;
      for (std::size_t k = 0; k < all.size(); ++k) x[k] = {all[k], double(k == i)};
      const auto expected =
          plainly(r, n, std::array{x[0], x[1]}, std::array{x[2], exp(x[3]), x[4] * 2.0},
                  std::array<std::vector<Dual<double>>, 0>{});
      CHECK(y == doctest::Approx(expected.value).epsilon(1e-13));
      CHECK(value(e) == doctest::Approx(expected.value).epsilon(1e-13));
      CHECK(slopes[i] == doctest::Approx(expected.tangent).epsilon(1e-12));
    }
  };
  for (const std::size_t n : {0, 1, 5, 24}) {
    check(Recurrence{grow, census, last}, n);
    check(Recurrence{grow, Nothing{}, last}, n);
    check(Recurrence{grow, census, Nothing{}}, n);
  }
}

TEST_CASE("gradients add up where leaves share memory, and passive ones are not written") {
  constexpr std::size_t n = 21;
  Series<double> one(n, 1), all(n, 1);
  value_and_grad(one.expression(1));
  value_and_grad(all.expression(1) + sum(active(all.z, all.dz) * passive(all.y)));
  for (std::size_t t = 0; t < n; ++t)
    CHECK(all.dz[t] == doctest::Approx(one.dz[t] + one.y[t]).epsilon(1e-14));
  CHECK(all.d_mu == one.d_mu);

  // The same array as both inputs, with and without costs.
  const auto check = [&](const auto& r) {
    std::vector<double> dz(n, 99), first(n), second(n), memory(unroll_workspace<1>(n, 2));
    const auto z = active(one.z, dz);
    const auto run = [&](const auto& a, const auto& b) {
      return value_and_grad(
          unroll(r, std::tuple{0.25}, std::tuple{0.1, 0.9, 0.3}, std::tuple{a, b}, {n, 2, memory}));
    };
    const double y = run(z, z);
    CHECK(y == run(active(one.z, first), active(one.z, second)));
    for (std::size_t t = 0; t < n; ++t)
      CHECK(dz[t] == doctest::Approx(first[t] + second[t]).epsilon(1e-14));
  };
  constexpr auto mixed = [](const auto& h, const auto& p, const auto& u) {
    return std::array{p[1] * h[0] + p[2] * u[0] * u[1]};
  };
  constexpr auto end = [](const auto& h, const auto&) { return h[0] * h[0]; };
  check(volatility);
  check(Recurrence{mixed, Nothing{}, end});
  check(Recurrence{mixed, surprise, end});
}

TEST_CASE("a step with a capture, and parameters that are reductions") {
  constexpr std::size_t n = 12;
  Series<double> series(n, 1);
  std::vector<double> w{0.2, 0.3, 0.4}, dw(3, 99);
  const double slope = 0.1;
  const Recurrence r{[&](const auto& h, const auto& p, const auto& u) {
                       return std::array{slope * h[0] + sin(p[0]) * u[0]};
                     },
                     [&](const auto& h, const auto&, const auto&) { return h[0] * h[0] * slope; },
                     Nothing{}};
  value_and_grad(unroll(r, std::tuple{0.5}, std::tuple{mean(active(w, dw))},
                        std::tuple{passive(series.z)}, {n, 1, series.memory}));
  std::array<std::vector<Dual<double>>, 1> u;
  for (const double z : series.z) u[0].emplace_back(z);
  const auto expected = plainly(r, n, std::array<Dual<double>, 1>{0.5},
                                std::array<Dual<double>, 1>{{{0.3, 1 / 3.0}}}, u);
  for (const double d : dw) CHECK(d == doctest::Approx(expected.tangent).epsilon(1e-13));
}

TEST_CASE("an objective that is not chosen has a gradient of zeros") {
  Series<double> series(9, 1);
  const Recurrence r{drift, [](const auto& h, const auto&, const auto&) { return sqrt(h[0]); },
                     Nothing{}};
  const auto e = unroll(r, std::tuple{active(series.start, series.d_start)},
                        std::tuple{active(series.mu, series.d_mu), 0.5, 0.1},
                        std::tuple{active(series.z, series.dz)}, {9, 1, series.memory});
  value_and_grad(e);
  CHECK(std::isnan(series.d_mu));
  CHECK(value_and_grad(where(e > 1.0, e, 2.0)) == 2);
  CHECK((series.d_mu == 0 && series.d_start == 0));
  for (const double d : series.dz) CHECK(d == 0);
}

TEST_CASE("sizes and memory are checked when the node is made") {
  Series<double> series(9, 1);
  std::vector<double> short_one(8), little(5);
  const auto made = [&](const auto& z, std::size_t checkpoints, std::vector<double>& memory) {
    try {
      unroll(volatility, std::tuple{0.0}, std::tuple{0.0, 0.9, 0.1},
             std::tuple{passive(z), passive(series.y)}, {9, checkpoints, memory});
    } catch (const ShapeError& error) {
      return std::string(error.what());
    }
    return std::string("fine");
  };
  CHECK(made(series.z, 1, series.memory) == "fine");
  CHECK(made(short_one, 1, series.memory) ==
        "unroll(9 steps, passive[8], passive[9]): sizes 9 and 8 differ");
  CHECK(made(series.z, 1, little) ==
        "unroll(9 steps, passive[9], passive[9]) needs a checkpoint and a workspace of 21 numbers, "
        "not 5");
  CHECK(made(series.z, 0, series.memory).find("needs a checkpoint") != std::string::npos);
}
