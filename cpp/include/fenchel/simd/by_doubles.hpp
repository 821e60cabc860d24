// SPDX-License-Identifier: Apache-2.0
// A float32 function evaluated in float64, for special functions: their float32 results are then
// correctly rounded but in rare cases, and need neither sums in pairs nor a second set of branches.
#pragma once

#include <fenchel/simd/split.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// f at the lanes of x as doubles, half by half where they fill more than a register.
template <class F, int N, class... More>
FENCHEL_INLINE Packet<float, N> by_doubles(F f, Packet<float, N> x, More... more) {
  if constexpr (N > 1 && oversized<Packet<double, N>>) {
    const auto [x0, x1] = halves(x);
    return joined(by_doubles(f, x0, halves(more).first...),
                  by_doubles(f, x1, halves(more).second...));
  } else return convert<float>(f(convert<double>(x), convert<double>(more)...));
}

}  // namespace detail

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
