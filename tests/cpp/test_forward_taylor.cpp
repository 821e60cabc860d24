// SPDX-License-Identifier: Apache-2.0
// Power series: coefficients are derivatives by nested duals, for every primitive.
#include "broken_erf.hpp"
#include "log_cosh.hpp"

#include <doctest/doctest.h>
#include <fenchel/forward.hpp>

#include <algorithm>
#include <cmath>
#include <string>

using namespace fenchel;

namespace {

constexpr int order = 5;

template <int K, class F>
void fill(const F& f, double x, std::array<double, order + 1>& all) {
  all[K] = derivative<K>(f, x) / std::tgamma(K + 1.0);
  if constexpr (K > 0) fill<K - 1>(f, x, all);
}

/// The largest difference between series and nested duals.
template <class F>
double worst(const F& f, double x) {
  const auto series = taylor<order>(f, x);
  std::array<double, order + 1> nested;
  fill<order>(f, x, nested);
  double largest = 0;
  for (std::size_t k = 0; k <= order; ++k) {
    const double error = std::abs(series[k] - nested[k]) / (1 + std::abs(nested[k]));
    largest = error <= largest ? largest : error;
  }
  return largest;
}

/// Op along a line, through the middle of where it is tested.
template <class Op>
auto line(double x) {
  const double other = 0.5 * (Op::facts.probe_of(1).low + 2 * Op::facts.probe_of(1).high) / 1.5;
  return [=](const auto& t) {
    if constexpr (Op::arity == 1) return primitive::apply<Op>(t);
    else if constexpr (Op::arity == 2) return primitive::apply<Op>(t, other + 0.25 * (t - x));
    else return primitive::apply<Op>(t > x - 1, t * t, t);
  };
}

template <class Op>
void check() {
  CAPTURE(std::string(Op::facts.name));
  if constexpr (Op::facts.signature == Signature::arithmetic ||
                Op::facts.signature == Signature::selection)
    for (const double part : {0.1, 0.37, 0.62, 0.9}) {
      const double low = std::max(Op::facts.probe.low, -2.0);
      const double x = low + part * (std::min(Op::facts.probe.high, 2.0) - low);
      CAPTURE(x);
      CHECK(worst(line<Op>(x), x) < 1e-11);
    }
}

}  // namespace

TEST_CASE("coefficients of every primitive are its derivatives") {
  primitive::Elementwise::for_each([]<class Op>() { check<Op>(); });
  check<primitive::LogCosh>();
}

TEST_CASE("known series") {
  const auto geometric = taylor<8>([](const auto& t) { return 1 / (1 - t); }, 0.0);
  for (const double c : geometric) CHECK(c == 1);
  const auto wave = taylor<9>([](const auto& t) { return sin(2 * t); }, 0.0);
  CHECK(wave[7] == doctest::Approx(-128 / 5040.0).epsilon(1e-15));
  CHECK(wave[8] == 0);
  const auto direction = taylor<3>([](const auto& t) { return t * t * t; }, 1.0, 2.0);
  CHECK(direction == std::array<double, 4>{1, 6, 12, 8});
  CHECK(taylor<0>([](const auto& t) { return exp(t); }, 0.0) == std::array{1.0});
  CHECK(taylor<2>([](const auto&) { return 3.0; }, 1.0) == std::array<double, 3>{3, 0, 0});
}

TEST_CASE("high orders cost no more than their recurrences") {
  const auto deep = [](const auto& t) { return sigmoid(sin(t)) * pow(2 + t, 1.5) / softplus(t); };
  const auto c = taylor<12>(deep, 0.2);
  double sum = 0;
  for (std::size_t k = 13; k-- > 0;) sum = sum * 0.1 + c[k];
  CHECK(sum == doctest::Approx(deep(0.3)).epsilon(1e-12));
}

TEST_CASE("functions of arrays along a direction") {
  const auto f = [](const auto& x) { return exp(x[0]) * x[1]; };
  const auto c = taylor<2>(f, std::array{0.0, 1.0}, std::array{1.0, 2.0});
  CHECK(c[1] == doctest::Approx(3));
  CHECK(c[2] == doctest::Approx(2.5));
}

TEST_CASE("comparisons see the value, and branches not taken leak nothing") {
  const auto root = [](const auto& t) { return where(t > 0.0, sqrt(t), 2 * t); };
  CHECK(taylor<3>(root, 0.0) == std::array<double, 4>{0, 2, 0, 0});
  CHECK(taylor<1>([](const auto& t) { return sqrt(t); }, 0.0)[1] == inf);
  CHECK(taylor<2>([](const auto& t) { return maximum(t, 0.0 * t); }, 0.0)[1] == 0.5);
}

TEST_CASE("series of packets, of duals and in float") {
  const auto f = [](const auto& t) { return exp(t) * tanh(t); };
  using V = simd::Native<double>;
  const auto lanes = taylor<4>(f, V(0.3));
  const auto alone = taylor<4>(f, 0.3);
  const auto single = taylor<4>(f, 0.3f);
  const auto moved = taylor<4>(f, Dual<double>(0.3, 1.0), Dual<double>(1.0));
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(lanes[k][1] == doctest::Approx(alone[k]).epsilon(1e-14));
    CHECK(single[k] == doctest::Approx(alone[k]).epsilon(1e-5));
    if (k > 0) CHECK(moved[k - 1].tangent == doctest::Approx(double(k) * alone[k]).epsilon(1e-13));
  }
}

TEST_CASE("a planted fault is caught") {
  const auto broken = [](const auto& t) { return primitive::apply<primitive::BrokenErf>(t); };
  const auto right = [](const auto& t) { return erf(t); };
  CHECK(std::abs(taylor<2>(broken, 0.3)[1] - derivative(right, 0.3)) > 1e-6);
}
