// SPDX-License-Identifier: Apache-2.0
// A value and its tangents in K directions at once. The value, and what a partial costs, is paid
// once; the K products are SIMD instructions.
#pragma once

#include <fenchel/forward/lanes.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

template <class T, int K>
struct Jet {
  using value_of = T;
  using Tangents = forward::Lanes<T, K>;
  static constexpr int directions = K;

  T value{};
  Tangents tangent{T(0.0)};

  Jet() = default;
  FENCHEL_INLINE Jet(const T& v) : value(v), tangent(T(0.0)) {}  // NOLINT: numbers lift
  FENCHEL_INLINE Jet(const T& v, const Tangents& t) : value(v), tangent(t) {}
  template <class U>
    requires(primitive::Scalar<U> && !std::is_same_v<U, T>)
  FENCHEL_INLINE Jet(U v) : Jet(T(v)) {}  // NOLINT: numbers lift

  /// The variable number `direction`: its own tangent is 1. Out of range it is a constant.
  static FENCHEL_INLINE Jet variable(const T& v, int direction) {
    Jet x(v);
    if (direction >= 0 && direction < K) x.tangent.set(direction, T(1.0));
    return x;
  }

  friend FENCHEL_INLINE Jet& operator+=(Jet& a, const Jet& b) { return a = a + b; }
  friend FENCHEL_INLINE Jet& operator-=(Jet& a, const Jet& b) { return a = a - b; }
  friend FENCHEL_INLINE Jet& operator*=(Jet& a, const Jet& b) { return a = a * b; }
  friend FENCHEL_INLINE Jet& operator/=(Jet& a, const Jet& b) { return a = a / b; }
};

}  // namespace FENCHEL_ARCH

template <class T, int K>
struct Carrier<Jet<T, K>> : forward::Pushes<Jet<T, K>> {};

}  // namespace fenchel
