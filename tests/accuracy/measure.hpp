// SPDX-License-Identifier: Apache-2.0
// The error of float32 results against float64 values, in units in the last place of float32; in
// packets, because 2^32 points pass through it.
#pragma once

#include <fenchel/simd/simd.hpp>

namespace accuracy {
namespace {

namespace simd = fenchel::simd;
using Wide = simd::Native<double>;
using Narrow = simd::Packet<float, Wide::lanes>;

constexpr double infinity = fenchel::inf;
/// An infinity stands for 2^128, the first power of two that does not fit, so that overflow is
/// judged like any rounding.
constexpr double float_limit = 0x1p128;

FENCHEL_INLINE Wide clipped(Wide x) {
  return simd::max(simd::min(x, Wide(float_limit)), Wide(-float_limit));
}

/// 1 / unit in the last place of float32 at `size`: a power of two, made in the exponent's field.
FENCHEL_INLINE Wide inverse_unit(Wide size) {
  using namespace simd::detail;
  using Bits = bits_t<Wide>;
  using Field = std::uint64_t;
  const auto bounded = simd::max(simd::min(size, Wide(0x1p127)), Wide(0x1p-126));
  const Bits exponent = to_bits(bounded) & Bits(Field(0x7ff0000000000000u));
  return from_bits<Wide>(Bits(Field(0x7fe0000000000000u) + (Field(23) << 52)) - exponent);
}

FENCHEL_INLINE auto is_negative(Wide x) {
  return simd::detail::has_bit<Wide, 63>(simd::detail::to_bits(x));
}

/// Infinite where a NaN, an infinity or the sign of a zero is not what it must be.
FENCHEL_INLINE Wide error_of(Wide got, Wide want) {
  const Wide size = simd::abs(want), infinite = infinity;
  const Wide rounded = simd::abs(clipped(got) - clipped(want)) * inverse_unit(size);
  const auto got_nan = got != got, want_nan = want != want;
  const auto finite_for_infinite = (size == infinite) & (simd::abs(got) < infinite);
  const auto other_sign = (got == Wide(0)) & (is_negative(got) ^ is_negative(want));
  const auto wrong = (got_nan ^ want_nan) | finite_for_infinite | other_sign;
  return simd::select(wrong, infinite, simd::select(want_nan, Wide(0), rounded));
}

/// For a whole number of packets.
double measure(const float* got, const double* want, double* error, std::size_t n) {
  Wide worst = 0;
  for (std::size_t i = 0; i < n; i += Wide::lanes) {
    const Wide result = simd::detail::convert<double>(simd::load<Narrow>(got + i));
    const Wide ulp = error_of(result, simd::load<Wide>(want + i));
    simd::store<Wide>(error + i, ulp);
    worst = simd::select(ulp > worst, ulp, worst);
  }
  double most = 0;
  for (int lane = 0; lane < Wide::lanes; ++lane) most = worst[lane] > most ? worst[lane] : most;
  return most;
}

}  // namespace
}  // namespace accuracy
