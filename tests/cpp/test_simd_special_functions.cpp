// SPDX-License-Identifier: Apache-2.0
// The gamma functions: within their bounds relative to the value for x >= 0, the neighborhoods of
// their zeros included, and relative to max(1, |value|) below 0.
#include <doctest/doctest.h>

#include "special_reference.hpp"
#include "test_simd.hpp"

using namespace simd_test;

namespace {

constexpr int count = 40000;
constexpr double bound = 1.25;

struct Lgamma {
  template <class V>
  static V at(V x) {
    return simd::lgamma(x);
  }
  static long double reference(long double x) { return special::lgamma(x); }
};
struct Digamma {
  template <class V>
  static V at(V x) {
    return simd::digamma(x);
  }
  static long double reference(long double x) { return special::digamma(x); }
};

template <class F, class T>
double worst_right() {
  const auto f = [](auto x) { return F::at(simd::abs(x)); };
  const auto exact = [](long double x) { return F::reference(std::fabs(x)); };
  double worst = 0;
  for (Kind kind : kinds) worst = std::fmax(worst, worst_error<T>(f, exact, kind, 0, 12, count));
  return worst;
}

/// Errors of a value below 1 are those of 1: next to a zero no more is promised.
template <class F, class T>
double worst_left() {
  std::mt19937_64 random(3);
  double worst = 0;
  for (int i = 0; i < count; ++i) {
    const T x = T(std::uniform_real_distribution<>(-12, 0)(random)), y = F::at(x);
    const long double exact = F::reference(x), unit = std::numeric_limits<T>::epsilon();
    const bool small = std::fabs(exact) < 1;
    worst = std::fmax(worst, small ? double(std::fabs(y - exact) / unit) : ulp_error(y, exact));
  }
  return worst;
}

/// The points next to `zero`, by powers of two.
template <class F, class T>
double worst_beside(double zero) {
  double worst = 0;
  for (int j = 1; j < 60; ++j)
    for (double sign : {-1.0, 1.0}) {
      const T x = T(zero + sign * std::ldexp(1, -j));
      worst = std::fmax(worst, ulp_error(F::at(x), F::reference(x)));
    }
  return worst;
}

template <class F, class T>
void check_function() {
  CHECK(worst_right<F, T>() <= bound);
  CHECK(worst_left<F, T>() <= bound);
}

template <class T>
double worst_polygamma(int order) {
  const auto f = [=](auto x) { return simd::polygamma(decltype(x)(T(order)), x); };
  const auto exact = [=](long double x) { return special::polygamma(order, x); };
  return worst_error<T>(f, exact, Kind::uniform, 0.01, 20, 2000);
}

}  // namespace

TEST_CASE("simd: lgamma and digamma keep their bounds") {
  check_function<Lgamma, double>();
  check_function<Lgamma, float>();
  check_function<Digamma, double>();
  check_function<Digamma, float>();
}

TEST_CASE("simd: lgamma and digamma keep their bounds beside their zeros") {
  CHECK(worst_beside<Lgamma, double>(1) <= bound);
  CHECK(worst_beside<Lgamma, double>(2) <= bound);
  CHECK(worst_beside<Digamma, double>(1.4616321449683623) <= bound);
  CHECK(worst_beside<Digamma, float>(1.4616321449683623) <= bound);
}

TEST_CASE("simd: the last numbers between the poles") {
  for (double x : {-0x1p50 - 0.25, -0x1p51 + 0.5, -0x1p51 - 0.5, -0x1.8p51 - 0.5, -0x1p52 + 0.5}) {
    CAPTURE(x);
    CHECK(ulp_error(simd::lgamma(x), special::lgamma(x)) <= bound);
    CHECK(ulp_error(simd::digamma(x), special::digamma(x)) <= bound);
  }
}

TEST_CASE("simd: polygamma of any order keeps its bound") {
  for (int order : {1, 2, 3, 7, 20, 60}) {
    CAPTURE(order);
    CHECK(worst_polygamma<double>(order) <= 3);
  }
  CHECK(worst_polygamma<float>(1) <= 1);
}

TEST_CASE("simd: polygamma at 0 and beside it") {
  constexpr double infinite = infinity<double>, tiny = std::numeric_limits<double>::denorm_min();
  for (double beside : {tiny, 1e-300, 1e-160}) {
    CHECK(simd::polygamma(1.0, -beside) == infinite);
    CHECK(simd::polygamma(2.0, beside) == -infinite);
    CHECK(simd::polygamma(2.0, -beside) == infinite);
  }
  for (double pole : {0.0, -0.0, -1.0, -0x1p60}) {
    CHECK(simd::polygamma(1.0, pole) == infinite);
    CHECK(simd::polygamma(2.0, pole) == -infinite);
  }
}

TEST_CASE("simd: the gamma functions have the same bits at every width") {
  std::mt19937_64 random(9);
  for (int i = 0; i < 4000; ++i) {
    const double x = std::uniform_real_distribution<>(-9, 9)(random), n = double(i % 9);
    CHECK(same(simd::lgamma(simd::Native<double>(x))[0], simd::lgamma(x)));
    CHECK(same(simd::digamma(simd::Native<double>(x))[0], simd::digamma(x)));
    CHECK(same(simd::polygamma(simd::Native<double>(n), simd::Native<double>(x))[0],
               simd::polygamma(n, x)));
  }
}
