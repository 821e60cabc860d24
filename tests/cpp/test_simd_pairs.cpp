// SPDX-License-Identifier: Apache-2.0
// Functions of two arguments, hypot and logaddexp: special pairs, bounds, and that the measure
// would notice the formulas one is tempted to write.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

struct Hypot {
  static constexpr double bound = 1;
  template <class V>
  static V at(V a, V b) {
    return simd::hypot(a, b);
  }
  static long double reference(long double a, long double b) { return std::hypot(a, b); }
};

/// The bound holds where the two terms leave a quarter of the larger or more.
struct Logaddexp {
  static constexpr double bound = 2;
  template <class V>
  static V at(V a, V b) {
    return simd::logaddexp(a, b);
  }
  static long double reference(long double a, long double b) {
    const long double top = a > b || a != a ? a : b;
    return a == b ? a + std::log(2.0L) : top + std::log1p(std::exp(-std::fabs(a - b)));
  }
};

/// Whether less than a quarter of the larger operand is left: no bound in ULP is promised there.
bool cancels(long double value, long double a, long double b) {
  return value != 0 && std::fabs(value) < std::fmax(std::fabs(a), std::fabs(b)) / 4;
}

/// Zero, infinity and NaN must be hit exactly, other values within the bound.
template <class F, class T>
void check_special_pairs() {
  for (T a : special_points<T>())
    for (T b : special_points<T>()) {
      CAPTURE(a);
      CAPTURE(b);
      const T got = F::at(a, b);
      const long double exact = F::reference(a, b);
      const T want = T(exact);
      const bool rounded = want != 0 && std::isfinite(want);
      const double bound = cancels(exact, a, b) ? 64 : F::bound;
      CHECK((rounded ? ulp_error(got, exact) <= bound : same(got, want)));
      CHECK(same(F::at(simd::Native<T>(a), simd::Native<T>(b))[0], got));
    }
}

/// A pair: any bits, near one another, or far smaller and larger numbers.
template <class T>
std::pair<T, T> draw_pair(int kind, std::mt19937_64& random) {
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random);
  };
  if (kind == 0) return {random_bits<T>(random), random_bits<T>(random)};
  const T a = T(kind == 1 ? uniform(-30, 30) : std::exp2(uniform(-150, 60)));
  return {a, T(kind == 1 ? a + uniform(-30, 30) : a * std::exp2(uniform(-30, 3)))};
}

/// The largest error of `f` over 300000 pairs at which the reference does not cancel.
template <class T, class R, class F>
double worst_pair(R reference, F f) {
  std::mt19937_64 random(11);
  double worst = 0;
  for (int i = 0; i < 300000; ++i) {
    const auto [a, b] = draw_pair<T>(i % 3, random);
    const long double want = reference(a, b);
    if (cancels(want, a, b)) continue;
    worst = std::fmax(worst, ulp_error(T(f(a, b)), want));
  }
  return worst;
}

}  // namespace

TEST_CASE_TEMPLATE("simd: special pairs of hypot and logaddexp", T, double, float) {
  check_special_pairs<Hypot, T>();
  check_special_pairs<Logaddexp, T>();
}

TEST_CASE_TEMPLATE("simd: hypot and logaddexp keep their bounds", T, double, float) {
  CHECK(worst_pair<T>(Hypot::reference, Hypot::at<T>) <= Hypot::bound);
  CHECK(worst_pair<T>(Logaddexp::reference, Logaddexp::at<T>) <= Logaddexp::bound);
}

TEST_CASE("simd: pairs notice an overflowing hypot and a plain logaddexp") {
  const auto plain_hypot = [](double a, double b) { return std::sqrt(a * a + b * b); };
  CHECK(worst_pair<double>(Hypot::reference, plain_hypot) > 1e6);
  const auto plain = [](double a, double b) { return std::log(std::exp(a) + std::exp(b)); };
  CHECK(worst_pair<double>(Logaddexp::reference, plain) > 1e6);
}

TEST_CASE_TEMPLATE("simd: logaddexp keeps its absolute error where its terms cancel", T, double,
                   float) {
  std::mt19937_64 random(3);
  long double worst = 0;
  for (int i = 0; i < 100000; ++i) {
    const T a = T(std::uniform_real_distribution<>(-8, -1e-3)(random));
    const T b = T(std::log(-std::expm1(double(a))));  // e^a + e^b is close to 1
    worst = std::fmax(worst, std::fabs(simd::logaddexp(a, b) - Logaddexp::reference(a, b)));
  }
  CHECK(worst <= std::numeric_limits<T>::epsilon() / 4);
}

TEST_CASE_TEMPLATE("simd: exp2, log2 and log10 are exact where their values are", T, double,
                   float) {
  using L = std::numeric_limits<T>;
  for (int k = L::min_exponent - L::digits; k < L::max_exponent; ++k) {
    CAPTURE(k);
    CHECK(simd::exp2(T(k)) == std::ldexp(T(1), k));
    CHECK(simd::log2(std::ldexp(T(1), k)) == T(k));
  }
  long double power = 1;
  for (int k = 0; power == T(power); ++k, power *= 10) CHECK(simd::log10(T(power)) == T(k));
  CHECK(power > 1e10L);
}
