// SPDX-License-Identifier: Apache-2.0
// A packet of N numbers over the compiler's vector types, its operators, and the traits that let
// one template serve numbers and packets.
#pragma once

#include <concepts>
#include <fenchel/simd/any.hpp>
#include <fenchel/simd/mask.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

template <class T, int N>
struct Packet {
  using value_type = T;
  static constexpr int lanes = N;
  using raw_type = vec_t<T, N>;
  raw_type raw;

  Packet() = default;
  /// Broadcast; subtracting zero keeps the sign of -0, adding it would not.
  FENCHEL_INLINE Packet(T x) : raw(x - raw_type{}) {}
  template <class U>
    requires(std::is_arithmetic_v<U> && !std::is_same_v<U, T>)
  FENCHEL_INLINE Packet(U x) : Packet(static_cast<T>(x)) {}
  static FENCHEL_INLINE Packet of(raw_type r) {
    Packet p;
    p.raw = r;
    return p;
  }

  FENCHEL_INLINE T operator[](int i) const {
    if constexpr (N == 1) return raw;
    else return raw[i];
  }
  FENCHEL_INLINE void set(int i, T x) {
    if constexpr (N == 1) raw = x;
    else raw[i] = x;
  }

  friend FENCHEL_INLINE Packet operator+(Packet a, Packet b) { return of(a.raw + b.raw); }
  friend FENCHEL_INLINE Packet operator-(Packet a, Packet b) { return of(a.raw - b.raw); }
  friend FENCHEL_INLINE Packet operator*(Packet a, Packet b) { return of(a.raw * b.raw); }
  friend FENCHEL_INLINE Packet operator/(Packet a, Packet b) { return of(a.raw / b.raw); }
  friend FENCHEL_INLINE Packet operator-(Packet a) { return of(-a.raw); }
  FENCHEL_INLINE Packet& operator+=(Packet b) { return *this = *this + b; }
  FENCHEL_INLINE Packet& operator-=(Packet b) { return *this = *this - b; }
  FENCHEL_INLINE Packet& operator*=(Packet b) { return *this = *this * b; }
  FENCHEL_INLINE Packet& operator/=(Packet b) { return *this = *this / b; }

  using mask_type = Mask<T, N>;
  using mask_raw = typename mask_type::raw_type;
  friend FENCHEL_INLINE mask_type operator==(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw == b.raw));
  }
  friend FENCHEL_INLINE mask_type operator!=(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw != b.raw));
  }
  friend FENCHEL_INLINE mask_type operator<(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw < b.raw));
  }
  friend FENCHEL_INLINE mask_type operator<=(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw <= b.raw));
  }
  friend FENCHEL_INLINE mask_type operator>(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw > b.raw));
  }
  friend FENCHEL_INLINE mask_type operator>=(Packet a, Packet b) {
    return mask_type(mask_raw(a.raw >= b.raw));
  }
};

template <class T>
inline constexpr int native_lanes = FENCHEL_SIMD_BYTES / sizeof(T);
/// The packet that fills one register.
template <class T>
using Native = Packet<T, native_lanes<T>>;

/// Lane type, lane count and mask type of a number or a packet.
template <class V>
struct LaneOf {
  using type = V;
  static constexpr int count = 1;
  using mask = bool;
};
template <class T, int N>
struct LaneOf<Packet<T, N>> {
  using type = T;
  static constexpr int count = N;
  using mask = Mask<T, N>;
};
template <class V>
using lane_t = typename LaneOf<V>::type;
template <class V>
using mask_t = typename LaneOf<V>::mask;

/// A number or a packet of numbers.
template <class V>
concept Number = std::is_arithmetic_v<lane_t<V>>;
/// A floating-point number or a packet of them.
template <class V>
concept Ground = std::is_floating_point_v<lane_t<V>>;

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
