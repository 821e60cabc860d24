// SPDX-License-Identifier: Apache-2.0
// A value and its tangent. Duals of duals reach any order; duals of packets work on many points.
#pragma once

#include <fenchel/primitive/carrier.hpp>
#include <type_traits>

namespace fenchel {
inline namespace FENCHEL_ARCH {

template <class T>
struct Dual {
  using value_of = T;

  T value{};
  T tangent{};

  Dual() = default;
  FENCHEL_INLINE constexpr Dual(const T& v) : value(v), tangent(T(0.0)) {}  // NOLINT: numbers lift
  FENCHEL_INLINE constexpr Dual(const T& v, const T& t) : value(v), tangent(t) {}
  template <class U>
    requires(primitive::Scalar<U> && !std::is_same_v<U, T>)
  FENCHEL_INLINE constexpr Dual(U v) : Dual(T(v)) {}  // NOLINT: numbers lift

  friend FENCHEL_INLINE Dual& operator+=(Dual& a, const Dual& b) { return a = a + b; }
  friend FENCHEL_INLINE Dual& operator-=(Dual& a, const Dual& b) { return a = a - b; }
  friend FENCHEL_INLINE Dual& operator*=(Dual& a, const Dual& b) { return a = a * b; }
  friend FENCHEL_INLINE Dual& operator/=(Dual& a, const Dual& b) { return a = a / b; }
};

namespace forward {

template <class A>
inline constexpr bool is_dual = false;
template <class T>
inline constexpr bool is_dual<Dual<T>> = true;

/// Truth values go through as they are.
template <class A>
concept Truth = std::is_same_v<A, bool> || (primitive::Packed<A> && !simd::Number<A>);

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
