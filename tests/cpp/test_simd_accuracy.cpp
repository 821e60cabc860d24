// SPDX-License-Identifier: Apache-2.0
// Every elementary function keeps its bound, in units of the last place, against long double; and
// the measure would notice a wrong coefficient or a sloppy reduction.
#include <doctest/doctest.h>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

constexpr int points_of_a_kind = 50000;

template <class T>
void check_bounds() {
  for_each_function([]<class F>(F) {
    for (Kind kind : kinds) {
      INFO(std::string(F::name));
      CAPTURE(int(kind));
      const auto f = [](auto x) { return F::at(x); };
      const double worst = worst_error<T>(f, F::reference, kind, F::low, F::high, points_of_a_kind);
      CHECK(worst <= F::bound);
    }
  });
}

/// exp for ordinary arguments with the first coefficient displaced.
template <class V>
V displaced_exp(V x, double displacement) {
  namespace d = simd::detail;
  const auto a = d::reduce_exp(x);
  const V mantissa = d::exp_mantissa(a.r, d::Exp<double>::q) + V(displacement) * a.r * a.r;
  return mantissa * d::power_of_two<V>(d::to_bits(a.sum));
}

/// sin with the second term of pi/2 subtracted in one rounding, as one is tempted to.
template <class V>
V sloppy_sin(V x) {
  namespace d = simd::detail;
  const auto& half_pi = d::HalfPi<double>::terms;
  const V size = simd::abs(x), rounder = d::Layout<double>::rounder;
  const V sum = size * V(d::AngleTable<double>::two_over_pi) + rounder;
  const V n = sum - rounder;
  const V r = simd::fma(-n, V(half_pi[1]), simd::fma(-n, V(half_pi[0]), size));
  return d::sincos_of(x, d::Angle<V>{d::to_bits(sum), r, V(0)}).first;
}

}  // namespace

TEST_CASE("simd: every function keeps its bound in float64") { check_bounds<double>(); }
TEST_CASE("simd: every function keeps its bound in float32") { check_bounds<float>(); }

TEST_CASE("simd: the measure notices a displaced coefficient") {
  const auto error = [](double displacement) {
    const auto f = [=](auto x) { return displaced_exp(x, displacement); };
    return worst_error<double>(f, Exp::reference, Kind::uniform, -80, 80, points_of_a_kind);
  };
  CHECK(error(0) <= 1.5);
  CHECK(error(1e-13) > 10);
}

TEST_CASE("simd: neighbors of multiples of pi/2 notice a sloppy reduction") {
  const auto error = [](Kind kind) {
    const auto f = [](auto x) { return sloppy_sin(x); };
    return worst_error<double>(f, Sin::reference, kind, -30, 30, points_of_a_kind);
  };
  CHECK(error(Kind::quarter_turns) > 100);
}
