// SPDX-License-Identifier: Apache-2.0
// Division of integers, exact. As in NumPy a division by zero gives 0, and the one quotient that
// does not fit, smallest / -1, wraps around.
#pragma once

#include <fenchel/simd/packet.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// f at every pair of lanes; processors have no division of integer packets.
template <class V, class F>
FENCHEL_INLINE V by_lanes(V a, V b, F f) {
  if constexpr (std::is_arithmetic_v<V>) return f(a, b);
  else {
    for (int i = 0; i < V::lanes; ++i) a.set(i, f(a[i], b[i]));
    return a;
  }
}

/// a - b (a / b) in C, which has the sign of a.
template <class V>
FENCHEL_INLINE V integer_rest(V a, V b) {
  using T = lane_t<V>;
  return by_lanes(a, b, [](T x, T y) { return y == 0 || y == -1 ? T(0) : T(x % y); });
}

template <class V>
FENCHEL_INLINE V integer_remainder(V a, V b) {
  using T = lane_t<V>;
  return by_lanes(a, b, [](T x, T y) {
    const T rest = integer_rest(x, y);
    return rest != 0 && (rest < 0) != (y < 0) ? T(rest + y) : rest;
  });
}

template <class V>
FENCHEL_INLINE V integer_floor_divide(V a, V b) {
  using T = lane_t<V>;
  using U = std::make_unsigned_t<T>;
  return by_lanes(a, b, [](T x, T y) {
    if (y == 0) return T(0);
    if (y == -1) return T(U(0) - U(x));
    const T quotient = x / y;
    return x % y != 0 && (x < 0) != (y < 0) ? T(quotient - 1) : quotient;
  });
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
