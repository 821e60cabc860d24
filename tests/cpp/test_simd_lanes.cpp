// SPDX-License-Identifier: Apache-2.0
// A result depends on its argument only: not on the width of the packet, not on the lane, not on
// the neighbors, which may be special and send the whole packet the slow way.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

/// Ordinary points with a special one strewn in every now and then.
template <class T>
std::vector<T> mixed_points(std::uint64_t seed, double low, double high) {
  std::mt19937_64 random(seed);
  const auto special = special_points<T>();
  std::vector<T> points(4096 + 64);
  for (T& x : points) {
    if (random() % 16 == 0) x = special[random() % special.size()];
    else x = draw<T>(kinds[random() % 4], low, high, random);
  }
  return points;
}

/// How many results of packets V, read from `shift` on, differ from those of numbers.
template <class V, class F>
int differences(F f, int shift, double low, double high) {
  using T = simd::lane_t<V>;
  const auto x = mixed_points<T>(1, low, high), y = mixed_points<T>(2, low, high);
  int count = 0;
  for (int i = shift; i < 4096; i += V::lanes) {
    const V got = f(simd::load<V>(&x[i]), simd::load<V>(&y[i]));
    for (int lane = 0; lane < V::lanes; ++lane)
      count += !same(got[lane], f(x[i + lane], y[i + lane]));
  }
  return count;
}

template <class T, class F>
void check_widths(F f, double low, double high) {
  constexpr int n = simd::native_lanes<T>;
  for (int shift : {0, 1, 2, 3}) {
    CHECK(differences<simd::Packet<T, 1>>(f, shift, low, high) == 0);
    CHECK(differences<simd::Packet<T, n / 2>>(f, shift, low, high) == 0);
    CHECK(differences<simd::Packet<T, n>>(f, shift, low, high) == 0);
    CHECK(differences<simd::Packet<T, 2 * n>>(f, shift, low, high) == 0);
  }
}

template <class T>
void check_functions() {
  for_each_function([]<class F>(F) {
    INFO(std::string(F::name));
    check_widths<T>([](const auto& x, const auto&) { return F::at(x); }, F::low, F::high);
  });
  check_widths<T>([](const auto& x, const auto& y) { return simd::pow(x, y); }, -3, 3);
  check_widths<T>([](const auto& x, const auto& y) { return simd::atan2(x, y); }, -3, 3);
  check_widths<T>([](const auto& x, const auto&) { return simd::sincos(x).first; }, -30, 30);
  check_widths<T>([](const auto& x, const auto&) { return simd::sigmoid_tails(x).second; }, -80,
                  80);
  check_widths<T>([](const auto& x, const auto&) { return simd::fast_sigmoid_tails(x).second; },
                  -80, 80);
  check_widths<T>([](const auto& x, const auto& y) { return simd::fmod(x, y); }, -9, 9);
  check_widths<T>([](const auto& x, const auto& y) { return simd::remainder(x, y); }, -9, 9);
  check_widths<T>([](const auto& x, const auto& y) { return simd::floor_divide(x, y); }, -9, 9);
  check_widths<T>([](const auto& x, const auto& y) { return simd::copysign(x, y); }, -9, 9);
  check_widths<T>([](const auto& x, const auto& y) { return simd::nextafter(x, y); }, -9, 9);
}

}  // namespace

TEST_CASE("simd: numbers and packets of any width agree bit for bit in float64") {
  check_functions<double>();
}
TEST_CASE("simd: numbers and packets of any width agree bit for bit in float32") {
  check_functions<float>();
}

TEST_CASE("simd: the comparison notices a result that depends on the neighbors") {
  const auto f = [](auto x, auto y) { return x - decltype(x)(simd::reduce_add(y) * 0 + 1e-30f); };
  CHECK(differences<simd::Native<float>>(f, 0, -1, 1) > 0);
}

TEST_CASE("simd: sincos is sin and cos") {
  for (double x : mixed_points<double>(3, -30, 30)) {
    const auto [s, c] = simd::sincos(x);
    CHECK(same(s, simd::sin(x)));
    CHECK(same(c, simd::cos(x)));
  }
}

TEST_CASE("simd: sigmoid_tails is sigmoid of both signs") {
  for (double x : mixed_points<double>(3, -800, 800)) {
    const auto [y, mirrored] = simd::sigmoid_tails(x);
    CHECK(same(y, simd::sigmoid(x)));
    // The errors of e^-x, of the sigmoid and of their product.
    CHECK(ulp_error(mirrored, 1 / (1 + std::exp(static_cast<long double>(x)))) <= 0.5 + 1 + 0.5);
    const auto [fast, fast_mirrored] = simd::fast_sigmoid_tails(x);
    CHECK(same(fast, simd::fast_sigmoid(x)));
    CHECK(ulp_error(fast_mirrored, 1 / (1 + std::exp(static_cast<long double>(x)))) <=
          1 + 2.5 + 0.5);
  }
}
