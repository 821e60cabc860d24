// SPDX-License-Identifier: Apache-2.0
// Operators, masks and basic arithmetic of packets, lane by lane against plain numbers.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

/// All pairs of some points, as many as fill whole packets.
template <class T>
std::vector<std::pair<T, T>> pairs() {
  std::vector<T> points = {T(0), T(1), T(-1), T(2), T(-3), T(5)};
  if constexpr (std::is_floating_point_v<T>) points = special_points<T>();
  std::vector<std::pair<T, T>> all;
  for (T a : points)
    for (T b : points) all.emplace_back(a, b);
  while (all.size() % 32 != 0) all.emplace_back(T(1), T(2));
  return all;
}

template <class T>
bool equal_lanes(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) return same(a, b);
  else return a == b;
}

/// f at packets is f at their lanes.
template <class V, class F>
void check_lanewise(F f) {
  using T = simd::lane_t<V>;
  const auto all = pairs<T>();
  for (std::size_t i = 0; i < all.size(); i += V::lanes) {
    V a, b;
    for (int lane = 0; lane < V::lanes; ++lane) {
      a.set(lane, all[i + lane].first);
      b.set(lane, all[i + lane].second);
    }
    const V y = f(a, b);
    for (int lane = 0; lane < V::lanes; ++lane) CHECK(equal_lanes(y[lane], T(f(a[lane], b[lane]))));
  }
}

template <class V>
void check_type() {
  using T = simd::lane_t<V>;
  const auto number = [](const auto& mask, const auto& like) {
    using W = std::remove_cvref_t<decltype(like)>;
    return simd::select(mask, W(T(1)), W(T(0)));
  };
  check_lanewise<V>([](const auto& a, const auto& b) { return a + b; });
  check_lanewise<V>([](const auto& a, const auto& b) { return a - b; });
  check_lanewise<V>([](const auto& a, const auto& b) { return a * b; });
  check_lanewise<V>([](const auto& a, const auto&) { return -a; });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a < b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a <= b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a > b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a >= b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a == b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(a != b, a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number(!((a < b) | (b == a)), a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number((a < b) ^ (b > a * a), a); });
  check_lanewise<V>([=](const auto& a, const auto& b) { return number((a < b) & (b > a * a), a); });
  check_lanewise<V>([](const auto& a, const auto& b) { return simd::max(a, b); });
  check_lanewise<V>([](const auto& a, const auto& b) { return simd::min(a, b); });
  check_lanewise<V>([](const auto& a, const auto&) { return simd::abs(a); });
  check_lanewise<V>([](const auto& a, const auto&) { return simd::sign(a); });
}

template <class V>
void check_any_all() {
  for (int raised = -1; raised < V::lanes; ++raised) {
    V x(0);
    if (raised >= 0) x.set(raised, 1);
    const auto m = x == V(1);
    CHECK(simd::any(m) == (raised >= 0));
    CHECK(simd::all(m) == (raised >= 0 && V::lanes == 1));
    CHECK(simd::all(!m) == (raised < 0));
  }
}

template <class T>
void check_widths() {
  constexpr int n = simd::native_lanes<T>;
  check_type<simd::Packet<T, 1>>();
  check_type<simd::Packet<T, n / 2>>();
  check_type<simd::Packet<T, n>>();
  check_type<simd::Packet<T, 2 * n>>();
  check_any_all<simd::Packet<T, 1>>();
  check_any_all<simd::Packet<T, n / 2>>();
  check_any_all<simd::Packet<T, n>>();
  check_any_all<simd::Packet<T, 2 * n>>();
}

}  // namespace

TEST_CASE("simd: packets compute what their lanes compute") {
  check_widths<double>();
  check_widths<float>();
  check_widths<std::int64_t>();
}

TEST_CASE("simd: abs, sign, max and min of numbers are those of the table") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(same(simd::abs(-0.0), 0.0));
  CHECK(same(simd::sign(-0.0), -0.0));
  CHECK(simd::sign(-7.5) == -1);
  CHECK(simd::sign(std::int64_t(-7)) == -1);
  CHECK(simd::abs(std::int64_t(-7)) == 7);
  for (double x : {1.0, -infinity<double>, nan}) {
    CHECK(std::isnan(simd::max(x, nan)));
    CHECK(std::isnan(simd::max(nan, x)));
    CHECK(std::isnan(simd::min(x, nan)));
    CHECK(std::isnan(simd::min(nan, x)));
  }
  CHECK(simd::max(2.0, 3.0) == 3);
  CHECK(simd::min(2.0, 3.0) == 2);
}

TEST_CASE("simd: fma rounds once where the processor does") {
  const double x = 1 + 0x1p-30;
  const simd::Native<double> packet = x;
  const double got = simd::fma(packet, packet, simd::Native<double>(-1))[0];
  CHECK(got == (simd::has_fma ? std::fma(x, x, -1.0) : 0x1p-29));
}

TEST_CASE("simd: reduce_add sums every lane once") {
  simd::Native<double> x;
  for (int i = 0; i < x.lanes; ++i) x.set(i, double(1 << i));
  CHECK(simd::reduce_add(x) == (1 << x.lanes) - 1);
  CHECK(simd::reduce_add(3.5f) == 3.5f);
}
