// SPDX-License-Identifier: Apache-2.0
// A packet of N numbers over the compiler's vector types. One lane is a plain number.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <fenchel/base/config.hpp>
#include <type_traits>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

template <int Bytes> struct IntOf;
template <> struct IntOf<1> { using type = std::int8_t; };
template <> struct IntOf<4> { using type = std::int32_t; };
template <> struct IntOf<8> { using type = std::int64_t; };

template <class T, int N> struct Vec { typedef T type __attribute__((vector_size(N * sizeof(T)))); };
template <class T> struct Vec<T, 1> { using type = T; };

template <class T, int N>
struct Mask {
  using value_type = bool;
  static constexpr int lanes = N;
  using raw_type = std::conditional_t<N == 1, bool, typename Vec<typename IntOf<sizeof(T)>::type, N>::type>;
  raw_type raw;
  Mask() = default;
  FENCHEL_INLINE explicit Mask(raw_type r) : raw(r) {}
  FENCHEL_INLINE Mask(bool b) requires(N > 1) : raw(raw_type{} - (b ? 1 : 0)) {}
  FENCHEL_INLINE bool operator[](int i) const { if constexpr (N == 1) return raw; else return raw[i] != 0; }
  friend FENCHEL_INLINE Mask operator&(Mask a, Mask b) { return Mask(raw_type(a.raw & b.raw)); }
  friend FENCHEL_INLINE Mask operator|(Mask a, Mask b) { return Mask(raw_type(a.raw | b.raw)); }
  friend FENCHEL_INLINE Mask operator^(Mask a, Mask b) { return Mask(raw_type(a.raw ^ b.raw)); }
  friend FENCHEL_INLINE Mask operator!(Mask a) { if constexpr (N == 1) return Mask(!a.raw); else return Mask(raw_type(~a.raw)); }
};

template <class T, int N>
struct Packet {
  using value_type = T;
  static constexpr int lanes = N;
  using raw_type = typename Vec<T, N>::type;
  raw_type raw;
  Packet() = default;
  FENCHEL_INLINE Packet(T x) : raw(raw_type{} + x) { if constexpr (N > 1) { for (int i = 0; i < N; ++i) raw[i] = x; } else raw = x; }
  template <class U> requires(std::is_arithmetic_v<U> && !std::is_same_v<U, T>)
  FENCHEL_INLINE Packet(U x) : Packet(static_cast<T>(x)) {}
  struct FromRaw {};
  FENCHEL_INLINE Packet(FromRaw, raw_type r) : raw(r) {}
  static FENCHEL_INLINE Packet of(raw_type r) { return Packet(FromRaw{}, r); }
  FENCHEL_INLINE T operator[](int i) const { if constexpr (N == 1) return raw; else return raw[i]; }
  friend FENCHEL_INLINE Packet operator+(Packet a, Packet b) { return of(a.raw + b.raw); }
  friend FENCHEL_INLINE Packet operator-(Packet a, Packet b) { return of(a.raw - b.raw); }
  friend FENCHEL_INLINE Packet operator*(Packet a, Packet b) { return of(a.raw * b.raw); }
  friend FENCHEL_INLINE Packet operator/(Packet a, Packet b) { return of(a.raw / b.raw); }
  friend FENCHEL_INLINE Packet operator-(Packet a) { return of(-a.raw); }
  FENCHEL_INLINE Packet& operator+=(Packet b) { raw += b.raw; return *this; }
  FENCHEL_INLINE Packet& operator-=(Packet b) { raw -= b.raw; return *this; }
  FENCHEL_INLINE Packet& operator*=(Packet b) { raw *= b.raw; return *this; }
#define M(op) friend FENCHEL_INLINE Mask<T, N> operator op(Packet a, Packet b) { using R = typename Mask<T, N>::raw_type; return Mask<T, N>(R(a.raw op b.raw)); }
  M(==) M(!=) M(<) M(<=) M(>) M(>=)
#undef M
};

template <class T> inline constexpr int native_lanes = FENCHEL_SIMD_BYTES / sizeof(T);
template <class T> using Native = Packet<T, native_lanes<T>>;
template <class V> struct LaneOf { using type = V; static constexpr int count = 1; using mask = bool; };
template <class T, int N> struct LaneOf<Packet<T, N>> { using type = T; static constexpr int count = N; using mask = Mask<T, N>; };
template <class V> using lane_t = typename LaneOf<V>::type;
template <class V> using mask_t = typename LaneOf<V>::mask;
template <class V> concept Number = std::is_arithmetic_v<lane_t<V>>;
template <class V> concept Ground = std::is_floating_point_v<lane_t<V>>;
template <class T, int N> FENCHEL_INLINE bool any(Mask<T, N> m) { bool r = false; for (int i = 0; i < N; ++i) r |= m[i]; return r; }
template <class T, int N> FENCHEL_INLINE bool all(Mask<T, N> m) { bool r = true; for (int i = 0; i < N; ++i) r &= m[i]; return r; }
FENCHEL_INLINE bool any(bool m) { return m; }
FENCHEL_INLINE bool all(bool m) { return m; }
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
