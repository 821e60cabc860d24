// SPDX-License-Identifier: Apache-2.0
// The error of float32 results against float64 values, in units in the last place of float32: a
// loop the compiler turns into packets, because 2^32 points pass through it.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace accuracy {
namespace {

/// An infinity stands for 2^128, the first power of two that does not fit, so that overflow is
/// judged like any rounding.
constexpr double float_limit = 0x1p128;

inline double clipped(double x) {
  return x > float_limit ? float_limit : x < -float_limit ? -float_limit : x;
}

/// 1 / unit in the last place of float32 at `size`, which is a power of two.
inline double inverse_unit(double size) {
  const double bounded = size < 0x1p-126 ? 0x1p-126 : size > 0x1p127 ? 0x1p127 : size;
  const auto field = std::bit_cast<std::uint64_t>(bounded) & 0x7ff0000000000000u;
  return std::bit_cast<double>(0x7fe0000000000000u - field + (std::uint64_t(23) << 52));
}

/// Infinite where a NaN, an infinity or the sign of a zero is not what it must be.
inline double error_of(float got, double want) {
  const double y = got, size = std::fabs(want);
  const double rounded = std::fabs(clipped(y) - clipped(want)) * inverse_unit(size);
  const bool both_nan = (y != y) & (want != want), one_nan = (y != y) ^ (want != want);
  const bool finite_for_infinite = (size == HUGE_VAL) & (std::fabs(y) < HUGE_VAL);
  const bool other_sign = (y == 0) & (std::signbit(y) != std::signbit(want));
  const bool wrong = one_nan | finite_for_infinite | (other_sign & !both_nan);
  return wrong ? HUGE_VAL : both_nan ? 0 : rounded;
}

double measure(const float* got, const double* want, double* error, std::size_t n) {
  double worst = 0;
  for (std::size_t i = 0; i < n; ++i) error[i] = error_of(got[i], want[i]);
  for (std::size_t i = 0; i < n; ++i) worst = worst < error[i] ? error[i] : worst;
  return worst;
}

}  // namespace
}  // namespace accuracy
