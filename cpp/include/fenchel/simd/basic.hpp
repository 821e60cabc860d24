// SPDX-License-Identifier: Apache-2.0
// Arithmetic beyond the operators, on floating-point and integer numbers and packets.
#pragma once

#include <cmath>
#include <fenchel/simd/bits.hpp>
#include <fenchel/simd/fma.hpp>
#include <fenchel/simd/sqrt.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

/// `a` where the mask holds, else `b`.
template <class T>
  requires std::is_arithmetic_v<T>
FENCHEL_INLINE T select(bool m, T a, T b) {
  return m ? a : b;
}
template <class T, int N>
FENCHEL_INLINE Packet<T, N> select(Mask<T, N> m, Packet<T, N> a, Packet<T, N> b) {
  return Packet<T, N>::of(m.raw ? a.raw : b.raw);
}

template <class T, int N>
FENCHEL_INLINE Packet<T, N> select(bool m, Packet<T, N> a, Packet<T, N> b) {
  return m ? a : b;
}

template <class V>
  requires Number<V>
FENCHEL_INLINE V abs(V x) {
  if constexpr (Ground<V>) return detail::unpacked<V>(detail::without_sign(detail::packed(x)));
  else return select(x < V(0), V(-x), x);
}

/// The larger one; NaN if either is NaN.
template <class V>
  requires Number<V>
FENCHEL_INLINE V max(V a, V b) {
  if constexpr (Ground<V>) return select(a != a, a, select(a > b, a, b));
  else return select(a > b, a, b);
}

/// The smaller one; NaN if either is NaN.
template <class V>
  requires Number<V>
FENCHEL_INLINE V min(V a, V b) {
  if constexpr (Ground<V>) return select(a != a, a, select(a < b, a, b));
  else return select(a < b, a, b);
}

/// -1, 0 or 1; zeros and NaN are returned as they are.
template <class V>
  requires Number<V>
FENCHEL_INLINE V sign(V x) {
  return select(x > V(0), V(1), select(x < V(0), V(-1), x));
}

/// The sum of the lanes, by halves.
template <class V>
  requires Number<V>
FENCHEL_INLINE lane_t<V> reduce_add(V x) {
  if constexpr (std::is_arithmetic_v<V>) return x;
  else if constexpr (V::lanes == 1) return x.raw;
  else {
    const auto [low, high] = detail::halves(x);
    return reduce_add(low + high);
  }
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
