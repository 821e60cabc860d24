// SPDX-License-Identifier: Apache-2.0
// What the tests of simd/ share: the table of functions with their references in long double, the
// generators of points, and the error in units of the last place.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <fenchel/simd/simd.hpp>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "special_reference.hpp"

namespace simd_test {
namespace simd = fenchel::simd;

/// One row: the function under test at any type, its reference, where it is interesting, and the
/// error allowed with and without fma.
#define FENCHEL_TEST_FUNCTION(Type, function, exact, from, to, fused, plain) \
  struct Type {                                                              \
    static constexpr const char* name = #function;                           \
    static constexpr double low = from, high = to;                           \
    static constexpr double bound = simd::has_fma ? fused : plain;           \
    template <class V>                                                       \
    static V at(V x) {                                                       \
      return simd::function(x);                                              \
    }                                                                        \
    static long double reference(long double x) { return exact; }            \
  }
FENCHEL_TEST_FUNCTION(Asin, asin, std::asin(x), -1, 1, 1, 1);
FENCHEL_TEST_FUNCTION(Acos, acos, std::acos(x), -1, 1, 1, 1);
FENCHEL_TEST_FUNCTION(Atan, atan, std::atan(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(Asinh, asinh, std::asinh(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(Acosh, acosh, std::acosh(x), 1, 10, 1, 1);
FENCHEL_TEST_FUNCTION(Atanh, atanh, std::atanh(x), -1, 1, 1, 1);
FENCHEL_TEST_FUNCTION(Exp, exp, std::exp(x), -80, 80, 1, 1);
FENCHEL_TEST_FUNCTION(Expm1, expm1, std::expm1(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(FastExpm1, fast_expm1, std::expm1(x), -4, 4, 2.5, 2.5);
FENCHEL_TEST_FUNCTION(FastSigmoid, fast_sigmoid, 1 / (1 + std::exp(-x)), -40, 40, 2.5, 2.5);
FENCHEL_TEST_FUNCTION(FastTanh, fast_tanh, std::tanh(x), -4, 4, 3, 3);
FENCHEL_TEST_FUNCTION(Log, log, std::log(x), 0, 100, 1, 1);
FENCHEL_TEST_FUNCTION(Log1p, log1p, std::log1p(x), -1, 10, 1, 1);
FENCHEL_TEST_FUNCTION(Sin, sin, std::sin(x), -30, 30, 1, 1);
FENCHEL_TEST_FUNCTION(Cos, cos, std::cos(x), -30, 30, 1, 1);
FENCHEL_TEST_FUNCTION(Tan, tan, std::tan(x), -30, 30, 1, 1.2);
FENCHEL_TEST_FUNCTION(Tanh, tanh, std::tanh(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(Sigmoid, sigmoid, 1 / (1 + std::exp(-x)), -40, 40, 1, 1);
FENCHEL_TEST_FUNCTION(Softplus, softplus,
                      x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(Erf, erf, std::erf(x), -6, 6, 1, 1.5);
FENCHEL_TEST_FUNCTION(Erfc, erfc, std::erfc(x), -6, 28, 1, 1);
FENCHEL_TEST_FUNCTION(Erfcx, erfcx, special::erfcx(x), -10, 30, 1, 1);
FENCHEL_TEST_FUNCTION(Erfinv, erfinv, special::erfinv(x), -1, 1, 1.05, 2);
FENCHEL_TEST_FUNCTION(Gelu, gelu, special::gelu(x), -39, 10, 1, 1.5);
FENCHEL_TEST_FUNCTION(Silu, silu, special::silu(x), -100, 40, 1.6, 1.6);
FENCHEL_TEST_FUNCTION(Sqrt, sqrt, std::sqrt(x), 0, 4, 0.5001, 0.5001);
FENCHEL_TEST_FUNCTION(Floor, floor, std::floor(x), -9, 9, 0, 0);
FENCHEL_TEST_FUNCTION(Ceil, ceil, std::ceil(x), -9, 9, 0, 0);
FENCHEL_TEST_FUNCTION(Round, round, std::nearbyint(x), -9, 9, 0, 0);
FENCHEL_TEST_FUNCTION(Trunc, trunc, std::trunc(x), -9, 9, 0, 0);
FENCHEL_TEST_FUNCTION(Exp2, exp2, std::exp2(x), -1080, 1030, 1, 1.1);
FENCHEL_TEST_FUNCTION(Log2, log2, std::log2(x), 0, 100, 1, 1);
FENCHEL_TEST_FUNCTION(Log10, log10, std::log10(x), 0, 100, 1, 1);
FENCHEL_TEST_FUNCTION(Rsqrt, rsqrt, 1 / std::sqrt(x), 0, 4, 0.51, 0.51);
FENCHEL_TEST_FUNCTION(Cbrt, cbrt, std::cbrt(x), -8, 8, 0.51, 0.51);
FENCHEL_TEST_FUNCTION(Sinh, sinh, std::sinh(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(Cosh, cosh, std::cosh(x), -4, 4, 1, 1);
FENCHEL_TEST_FUNCTION(LogSigmoid, log_sigmoid,
                      x < 0 ? x - std::log1p(std::exp(x)) : -std::log1p(std::exp(-x)), -4, 4, 1, 1);
#undef FENCHEL_TEST_FUNCTION

/// Calls f(Function{}) for every row.
template <class F>
void for_each_function(F&& f) {
  [&]<class... Function>(std::tuple<Function...>*) {
    (f(Function{}), ...);
  }(static_cast<std::tuple<Asin, Acos, Atan, Asinh, Acosh, Atanh, Exp, Expm1, FastExpm1,
                           FastSigmoid, FastTanh, Log, Log1p, Sin, Cos, Tan, Tanh, Sigmoid,
                           Softplus, Erf, Erfc, Erfcx, Erfinv, Gelu, Silu, Sqrt, Floor, Ceil, Round,
                           Trunc, Exp2, Log2, Log10, Rsqrt, Cbrt, Sinh, Cosh, LogSigmoid>*>(
      nullptr));
}

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();

/// The points at which libraries fail.
template <class T>
std::vector<T> special_points() {
  using L = std::numeric_limits<T>;
  std::vector<T> points = {0, 1, L::min(), L::denorm_min(), L::max(), infinity<T>, L::epsilon()};
  for (double x : {0.5, 2.0, 3.0, 1e-3, 20.0, 88.0, 88.8, 104.0, 708.0, 709.9, 745.2, 750.0, 1e10})
    points.push_back(T(x));
  for (std::size_t i = 0, n = points.size(); i < n; ++i) points.push_back(-points[i]);
  points.push_back(L::quiet_NaN());
  return points;
}

enum class Kind { bits, uniform, hard, quarter_turns };
inline constexpr Kind kinds[] = {Kind::bits, Kind::uniform, Kind::hard, Kind::quarter_turns};

template <class T>
T random_bits(std::mt19937_64& random) {
  return std::bit_cast<T>(simd::detail::uint_of<T>(random()));
}

/// Multiples of ln 2 / 2, of 1 and of 0, displaced by powers of two.
inline double hard_point(std::mt19937_64& random) {
  const double k = double(random() % 200) - 100;
  const double small = std::ldexp(random() % 2 ? 1.0 : -1.0, -int(random() % 60));
  switch (random() % 3) {
    case 0:
      return k * 0.34657359027997264 + small;
    case 1:
      return 1 + small;
    default:
      return std::pow(small, 1 + double(random() % 5));
  }
}

/// The numbers around a multiple of pi/2.
template <class T>
T near_quarter_turn(std::mt19937_64& random) {
  T x = T(double(random() % 100000) * 1.5707963267948966);
  for (auto steps = random() % 3; steps > 0; --steps) x = std::nextafter(x, infinity<T>);
  return random() % 2 ? x : -x;
}

template <class T>
T draw(Kind kind, double low, double high, std::mt19937_64& random) {
  switch (kind) {
    case Kind::bits:
      return random_bits<T>(random);
    case Kind::uniform:
      return T(std::uniform_real_distribution<>(low, high)(random));
    case Kind::hard:
      return T(hard_point(random));
    default:
      return near_quarter_turn<T>(random);
  }
}

/// |got - want| in units of the last place of T at `want`; an infinity counts as the first power of
/// two that does not fit, so that overflow is judged like any rounding.
template <class T>
double ulp_error(T got, long double want) {
  using L = std::numeric_limits<T>;
  if (std::isnan(got) || std::isnan(want))
    return std::isnan(got) == std::isnan(want) ? 0 : HUGE_VAL;
  const long double limit = std::ldexp(1.0L, L::max_exponent);
  const auto image = [=](long double x) { return std::fmax(-limit, std::fmin(limit, x)); };
  int exponent = L::min_exponent;
  if (std::fabs(want) >= L::min()) std::frexp(std::fmin(std::fabs(want), L::max()), &exponent);
  const long double unit = std::ldexp(1.0L, exponent - L::digits);
  return double(std::fabs(image(got) - image(want)) / unit);
}

/// Same bits, all NaN being one.
template <class T>
bool same(T a, T b) {
  using Bits = simd::detail::uint_of<T>;
  return (a != a && b != b) || std::bit_cast<Bits>(a) == std::bit_cast<Bits>(b);
}

/// The largest error of `f` over `count` points.
template <class T, class F, class R>
double worst_error(F f, R reference, Kind kind, double low, double high, int count) {
  using V = simd::Native<T>;
  std::mt19937_64 random(unsigned(kind) + 1);
  T x[V::lanes], y[V::lanes];
  double worst = 0;
  for (int i = 0; i < count; i += V::lanes) {
    for (T& point : x) point = draw<T>(kind, low, high, random);
    simd::store<V>(y, f(simd::load<V>(x)));
    for (int lane = 0; lane < V::lanes; ++lane)
      worst = std::fmax(worst, ulp_error(y[lane], reference(x[lane])));
  }
  return worst;
}

}  // namespace simd_test
