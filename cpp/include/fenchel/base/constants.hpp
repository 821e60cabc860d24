// SPDX-License-Identifier: Apache-2.0
// Mathematical constants, correctly rounded.
#pragma once

#include <bit>

namespace fenchel {

/// By their bits: where a compiler may assume that there are none, it warns of every other name.
inline constexpr double inf = std::bit_cast<double>(0x7ff0000000000000);
inline constexpr double nan = std::bit_cast<double>(0x7ff8000000000000);

inline constexpr double two_over_sqrt_pi = 0x1.20dd750429b6dp+0;
inline constexpr double pi = 0x1.921fb54442d18p+1;
inline constexpr double half_sqrt_pi = 0x1.c5bf891b4ef6bp-1;
inline constexpr double one_over_sqrt_two_pi = 0x1.9884533d43651p-2;
inline constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;
inline constexpr double ln_2 = 0x1.62e42fefa39efp-1;
inline constexpr double log2_e = 0x1.71547652b82fep+0;
inline constexpr double log10_e = 0x1.bcb7b1526e50ep-2;

}  // namespace fenchel
