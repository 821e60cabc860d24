// SPDX-License-Identifier: Apache-2.0
// Zeros, infinities, NaN, denormal and largest numbers: what C99 says, signs included.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

/// Zero, infinity and NaN must be hit exactly, other values within the bound, underflow included.
template <class T>
bool agrees(T got, long double exact, double bound) {
  const T want = T(exact);
  const bool rounded = exact != 0 && std::isfinite(want);
  return rounded ? ulp_error(got, exact) <= bound : same(got, want);
}

template <class T>
void check_special_points() {
  for_each_function([]<class F>(F) {
    for (T x : special_points<T>()) {
      INFO(std::string(F::name));
      CAPTURE(x);
      CHECK(agrees(F::at(x), F::reference(x), F::bound));
      CHECK(same(F::at(simd::Native<T>(x))[0], F::at(x)));
    }
  });
}

struct Pow {
  template <class V>
  static V at(V x, V y) {
    return simd::pow(x, y);
  }
  static long double reference(long double x, long double y) { return std::pow(x, y); }
};
struct Atan2 {
  template <class V>
  static V at(V y, V x) {
    return simd::atan2(y, x);
  }
  static long double reference(long double y, long double x) { return std::atan2(y, x); }
};

template <class F, class T>
void check_table() {
  for (T x : special_points<T>())
    for (T y : special_points<T>()) {
      CAPTURE(x);
      CAPTURE(y);
      const T got = F::at(x, y);
      CHECK(agrees(got, F::reference(x, y), 1));
      CHECK(same(F::at(simd::Native<T>(x), simd::Native<T>(y))[0], got));
    }
}

template <class T>
double worst_pow(bool negative_bases) {
  std::mt19937_64 random(5);
  double worst = 0;
  for (int i = 0; i < 200000; ++i) {
    const bool anything = i % 2;
    T x = anything ? random_bits<T>(random) : T(std::exp(std::normal_distribution<>(0, 5)(random)));
    T y = anything
              ? random_bits<T>(random)
              : T(std::uniform_real_distribution<>(-1, 1)(random) * (sizeof(T) == 8 ? 100 : 6));
    if (negative_bases) x = -std::fabs(x), y = std::rint(y);
    worst = std::fmax(worst, ulp_error(simd::pow(x, y), std::pow((long double)x, (long double)y)));
  }
  return worst;
}

/// Points in all directions, at any distance, and within a factor 2^-60 ... 2^60 of a diagonal.
template <class T>
double worst_atan2(bool directions) {
  std::mt19937_64 random(6);
  double worst = 0;
  for (int i = 0; i < 200000; ++i) {
    const T y = directions ? draw<T>(Kind::uniform, -1, 1, random) : random_bits<T>(random);
    const T near = T(std::ldexp(double(y), int(random() % 121) - 60));
    const T other = directions ? draw<T>(Kind::uniform, -1, 1, random) : random_bits<T>(random);
    const T x = i % 3 ? other : random() % 2 ? near : -near;
    worst = std::fmax(worst, ulp_error(simd::atan2(y, x), Atan2::reference(y, x)));
  }
  return worst;
}

}  // namespace

TEST_CASE("simd: special points of every function") {
  check_special_points<double>();
  check_special_points<float>();
}

TEST_CASE("simd: pow and atan2 at every pair of special points are those of C99") {
  check_table<Pow, double>();
  check_table<Pow, float>();
  check_table<Atan2, double>();
  check_table<Atan2, float>();
}

TEST_CASE("simd: pow keeps its bound") {
  for (bool negative_bases : {false, true}) {
    CHECK(worst_pow<double>(negative_bases) <= 1);
    CHECK(worst_pow<float>(negative_bases) <= 1);
  }
}

TEST_CASE("simd: atan2 keeps its bound") {
  for (bool directions : {false, true}) {
    CHECK(worst_atan2<double>(directions) <= 1);
    CHECK(worst_atan2<float>(directions) <= 1);
  }
}
