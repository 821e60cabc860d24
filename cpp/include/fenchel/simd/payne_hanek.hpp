// SPDX-License-Identifier: Apache-2.0
// Reduction of huge angles, one at a time (Payne and Hanek): only those bits of 2/pi are multiplied
// that do not stand for whole turns.
#pragma once

#include <cstdint>
#include <fenchel/simd/beyond.hpp>
#include <fenchel/simd/layout.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// pi/2 as an unevaluated sum.
template <class T>
struct HalfPi;
template <>
struct HalfPi<double> {
  static constexpr double terms[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                     -0x1.f1976b7ed8fbcp-110};
};
template <>
struct HalfPi<float> {
  static constexpr float terms[] = {0x1.921fb6p+0f, -0x1.777a5cp-25f, -0x1.ee59dap-50f};
};

/// The bits of 2/pi after the binary point, preceded by 64 zeros.
inline constexpr std::uint64_t two_over_pi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d};

/// 64 bits of the table from bit `first` on.
inline std::uint64_t bits_of_two_over_pi(int first) {
  const int word = first / 64, shift = first % 64;
  if (shift == 0) return two_over_pi[word];
  return (two_over_pi[word] << shift) | (two_over_pi[word + 1] >> (64 - shift));
}

/// An angle within a quadrant.
struct Reduced {
  std::uint64_t quadrant;
  Pair<double> rest;
};

/// x = quadrant pi/2 + rest, for finite x >= 2^12.
inline Reduced reduce_huge(double x) {
  __extension__ using Wide = unsigned __int128;
  __extension__ using Signed = __int128;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t integer = (bits & ((1ull << 52) - 1)) | (1ull << 52);
  // x = integer 2^exponent; the bits of 2/pi before this place make multiples of four quadrants.
  const int exponent = int(bits >> 52) - (1023 + 52);
  const int first = 64 + exponent - 2;
  const Wide a = integer * bits_of_two_over_pi(first);
  const Wide b = Wide(integer) * bits_of_two_over_pi(first + 64);
  const Wide c = Wide(integer) * bits_of_two_over_pi(first + 128);
  const Wide turns = (a << 64) + b + (c >> 64);  // in units of 2^-126 quadrants, modulo four
  const auto quadrant = std::uint64_t((turns + (Wide(1) << 125)) >> 126);
  const Signed fraction = Signed(turns << 2) >> 2;
  const double hi = double(fraction);
  const double lo = double(fraction - Signed(hi));
  const auto& half_pi = HalfPi<double>::terms;
  const Pair<double> p = two_product(hi * 0x1p-126, half_pi[0]);
  const double low = fma(hi * 0x1p-126, half_pi[1], lo * 0x1p-126 * half_pi[0]);
  return {quadrant, fast_two_sum(p.hi, p.lo + low)};
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
