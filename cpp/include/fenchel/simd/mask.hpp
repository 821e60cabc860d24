// SPDX-License-Identifier: Apache-2.0
// Vector types of the compiler, and masks: what comparing two packets gives.
#pragma once

#include <cstdint>
#include <cstring>
#include <fenchel/base/config.hpp>
#include <type_traits>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {

/// The integers of a given size.
template <int Bytes>
struct IntOf;
template <>
struct IntOf<1> {
  using type = std::int8_t;
};
template <>
struct IntOf<4> {
  using type = std::int32_t;
};
template <>
struct IntOf<8> {
  using type = std::int64_t;
};

/// The compiler's vector of N lanes; one lane is a plain number.
template <class T, int N>
struct Vec {
  typedef T type __attribute__((vector_size(N * sizeof(T))));
};
template <class T>
struct Vec<T, 1> {
  using type = T;
};
template <class T, int N>
using vec_t = typename Vec<T, N>::type;

/// N truth values beside a Packet<T, N>: lanes of T's width, all ones or all zeros.
template <class T, int N>
struct Mask {
  using value_type = bool;
  static constexpr int lanes = N;
  using lane_type = typename IntOf<sizeof(T)>::type;
  using raw_type = std::conditional_t<N == 1, bool, vec_t<lane_type, N>>;
  raw_type raw;

  Mask() = default;
  FENCHEL_INLINE explicit Mask(raw_type r) : raw(r) {}
  FENCHEL_INLINE Mask(bool b)
    requires(N > 1)
      : raw(raw_type{} - static_cast<lane_type>(b)) {}

  FENCHEL_INLINE bool operator[](int i) const {
    if constexpr (N == 1) return raw;
    else return raw[i] != 0;
  }
  friend FENCHEL_INLINE Mask operator&(Mask a, Mask b) { return Mask(raw_type(a.raw & b.raw)); }
  friend FENCHEL_INLINE Mask operator|(Mask a, Mask b) { return Mask(raw_type(a.raw | b.raw)); }
  friend FENCHEL_INLINE Mask operator^(Mask a, Mask b) { return Mask(raw_type(a.raw ^ b.raw)); }
  friend FENCHEL_INLINE Mask operator!(Mask a) {
    if constexpr (N == 1) return Mask(!a.raw);
    else return Mask(raw_type(~a.raw));
  }
};

/// The same truth values beside packets of another type of the same width.
template <class To, class T, int N>
FENCHEL_INLINE Mask<To, N> mask_cast(Mask<T, N> m) {
  static_assert(sizeof(To) == sizeof(T));
  return Mask<To, N>(m.raw);
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
