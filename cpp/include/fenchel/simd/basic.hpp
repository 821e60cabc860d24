// SPDX-License-Identifier: Apache-2.0
// Arithmetic beyond the operators.
#pragma once

#include <cmath>
#include <fenchel/simd/packet.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
#ifdef __FMA__
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif
template <class V, class F> FENCHEL_INLINE V lanewise(F f, V x) { if constexpr (LaneOf<V>::count == 1 && std::is_arithmetic_v<V>) return f(x); else { V y = x; for (int i = 0; i < V::lanes; ++i) { if constexpr (V::lanes == 1) y.raw = f(x[i]); else y.raw[i] = f(x[i]); } return y; } }
template <class V, class F> FENCHEL_INLINE V lanewise(F f, V x, V z) { if constexpr (LaneOf<V>::count == 1 && std::is_arithmetic_v<V>) return f(x, z); else { V y = x; for (int i = 0; i < V::lanes; ++i) { if constexpr (V::lanes == 1) y.raw = f(x[i], z[i]); else y.raw[i] = f(x[i], z[i]); } return y; } }
template <class T> requires std::is_arithmetic_v<T> FENCHEL_INLINE T select(bool m, T a, T b) { return m ? a : b; }
template <class T, int N> FENCHEL_INLINE Packet<T, N> select(Mask<T, N> m, Packet<T, N> a, Packet<T, N> b) { return Packet<T, N>::of(m.raw ? a.raw : b.raw); }
template <class V> FENCHEL_INLINE V abs(V x) { return lanewise([](auto v) { return v < 0 ? -v : (v == 0 ? v * v : v); }, x); }
template <class V> FENCHEL_INLINE V sqrt(V x) { return lanewise([](auto v) { return std::sqrt(v); }, x); }
template <class V> FENCHEL_INLINE V max(V a, V b) { return select(a != a, a, select(b != b, b, select(a > b, a, b))); }
template <class V> FENCHEL_INLINE V min(V a, V b) { return select(a != a, a, select(b != b, b, select(a < b, a, b))); }
template <class V> FENCHEL_INLINE V sign(V x) { return lanewise([](auto v) { using T = decltype(v); return v > 0 ? T(1) : v < 0 ? T(-1) : v; }, x); }
template <class V> FENCHEL_INLINE V fma(V a, V b, V c) { return a * b + c; }
template <class V> FENCHEL_INLINE lane_t<V> reduce_add(V x) { lane_t<V> s = 0; for (int i = 0; i < LaneOf<V>::count; ++i) s += x[i]; return s; }
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
