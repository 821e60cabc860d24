// SPDX-License-Identifier: Apache-2.0
// Remainders, neighbors and signs are exact: fmod, nextafter and copysign are those of the C
// library, remainder and floor_divide those of Python, for floats and for integers.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

template <class T>
T python_remainder(T a, T b) {
  const T rest = std::fmod(a, b);
  if (rest == 0) return std::copysign(T(0), b);
  return (rest < 0) != (b < 0) ? rest + b : rest;
}

/// The truth in long double for a quotient below 2^64 that is not just beside a whole number; the
/// special cases are NumPy's.
template <class T>
long double python_floor_divide(T a, T b) {
  if (b == 0 || std::isnan(a) || std::isnan(b)) return a / b;
  const long double rest = std::fmod(a, b);
  const long double whole = std::nearbyint((static_cast<long double>(a) - rest) / b);
  return rest != 0 && (rest < 0) != (b < 0) ? whole - 1 : whole;
}

/// Dividends and divisors: ordinary ones, any bits, multiples, and numbers beside multiples.
template <class T>
std::pair<T, T> draw_pair(std::mt19937_64& random) {
  std::uniform_real_distribution<> uniform(-9, 9);
  T b = T(uniform(random));
  const T beside = T(std::nextafter(T(b * T(random() % 1000)), T(uniform(random))));
  switch (random() % 4) {
    case 0:
      return {T(uniform(random) * 100), b};
    case 1:
      return {random_bits<T>(random), random_bits<T>(random)};
    case 2:
      return {beside, b};
    default:
      b = std::ldexp(b, int(random() % 60));
      return {T(std::ldexp(uniform(random), int(random() % 120))), b};
  }
}

/// Calls f(a, b) for many pairs, special ones among them.
template <class T, class F>
void for_each_pair(F f) {
  for (T a : special_points<T>())
    for (T b : special_points<T>()) f(a, b);
  std::mt19937_64 random(7);
  for (int i = 0; i < 200000; ++i) {
    const auto [a, b] = draw_pair<T>(random);
    f(a, b);
  }
}

/// How many results of `ours` are not those of `truth`, bit for bit.
template <class T, class Ours, class Truth>
int faults(Ours ours, Truth truth) {
  int count = 0;
  for_each_pair<T>([&](T a, T b) { count += !same(T(ours(a, b)), T(truth(a, b))); });
  return count;
}

template <class T>
double worst_floor_divide() {
  double worst = 0;
  for_each_pair<T>([&](T a, T b) {
    worst = std::fmax(worst, ulp_error(simd::floor_divide(a, b), python_floor_divide(a, b)));
  });
  return worst;
}

template <class T>
void check_floats() {
  CHECK(faults<T>([](T a, T b) { return simd::fmod(a, b); },
                  [](T a, T b) { return std::fmod(a, b); }) == 0);
  CHECK(faults<T>([](T a, T b) { return simd::remainder(a, b); }, python_remainder<T>) == 0);
  CHECK(faults<T>([](T a, T b) { return simd::nextafter(a, b); },
                  [](T a, T b) { return std::nextafter(a, b); }) == 0);
  CHECK(faults<T>([](T a, T b) { return simd::copysign(a, b); },
                  [](T a, T b) { return std::copysign(a, b); }) == 0);
  CHECK(worst_floor_divide<T>() <= 0.501);
}

}  // namespace

TEST_CASE("simd: remainders, neighbors and signs are exact in float64") { check_floats<double>(); }
TEST_CASE("simd: remainders, neighbors and signs are exact in float32") { check_floats<float>(); }

TEST_CASE("simd: the comparison notices a rest from the rounded quotient") {
  const auto sloppy = [](double a, double b) { return a - b * std::trunc(a / b); };
  CHECK(faults<double>(sloppy, [](double a, double b) { return std::fmod(a, b); }) > 1000);
}

TEST_CASE("simd: signs of zero quotients and rests") {
  CHECK(same(simd::floor_divide(-0.0, 3.0), -0.0));
  CHECK(same(simd::floor_divide(1.0, 3.0), 0.0));
  CHECK(same(simd::floor_divide(-1.0, infinity<double>), -1.0));
  CHECK(same(simd::remainder(6.0, -3.0), -0.0));
  CHECK(same(simd::remainder(-1e-20, 1.0), 1.0));
  CHECK(same(simd::floor_divide(1.0, 0.1), 9.0));
}

TEST_CASE("simd: integers divide as in Python, whatever their size") {
  using I = std::int64_t;
  constexpr I smallest = std::numeric_limits<I>::min(), largest = std::numeric_limits<I>::max();
  const I points[] = {0,
                      1,
                      -1,
                      2,
                      -2,
                      3,
                      -3,
                      7,
                      -7,
                      1ll << 53,
                      (1ll << 53) + 1,
                      (1ll << 62) - 1,
                      -(1ll << 62) - 1,
                      largest,
                      -largest,
                      smallest};
  for (I a : points)
    for (I b : points) {
      CAPTURE(a);
      CAPTURE(b);
      __extension__ using Wide = __int128;
      const I floor = simd::floor_divide(a, b), rest = simd::remainder(a, b);
      const I towards_zero = simd::fmod(a, b);
      if (b == 0) {
        CHECK((floor == 0 && rest == 0 && towards_zero == 0));
        continue;
      }
      if (a != smallest || b != -1) CHECK(Wide(floor) * b + rest == a);
      CHECK((b > 0 ? 0 <= rest && rest < b : b < rest && rest <= 0));
      CHECK(Wide(towards_zero) == Wide(a) % b);
      const simd::Native<I> packet_a = a, packet_b = b;
      CHECK(simd::floor_divide(packet_a, packet_b)[1] == floor);
      CHECK(simd::remainder(packet_a, packet_b)[0] == rest);
    }
  CHECK(simd::floor_divide(smallest, I(-1)) == smallest);
  CHECK(simd::floor(largest) == largest);
}
