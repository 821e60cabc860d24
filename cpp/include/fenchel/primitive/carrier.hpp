// SPDX-License-Identifier: Apache-2.0
// A carrier is anything a formula can be evaluated at. Numbers, packets and masks are known here;
// duals, static expressions and program variables opt in by specializing `Carrier`.
#pragma once

#include <concepts>
#include <cstdint>
#include <fenchel/simd/simd.hpp>
#include <type_traits>

namespace fenchel {

/// Specialized by every lifted carrier: `rank` (the highest absorbs the others; 0 is no carrier)
/// and `template <class Op> static auto apply(const auto&... x)`.
template <class T>
struct Carrier {
  static constexpr int rank = 0;
};

template <class T>
concept Lifted = Carrier<std::remove_cvref_t<T>>::rank > 0;

/// Whether numbers of a kind can be compared. Complex ones cannot, nor what is made of them.
template <class T>
inline constexpr bool is_ordered = true;
template <class T>
  requires requires { typename T::value_of; }
inline constexpr bool is_ordered<T> = is_ordered<typename T::value_of>;

inline namespace FENCHEL_ARCH {
namespace primitive {

template <class T>
concept Scalar = std::is_arithmetic_v<T>;

template <class T>
concept Packed = !std::is_arithmetic_v<T> && requires {
  typename T::value_type;
  T::lanes;
};

/// Anything a primitive accepts.
template <class T>
concept Operand = Lifted<T> || Scalar<T> || Packed<T>;

template <class A, class... B>
struct Leading {
  using type = A;
};
template <class A, class B, class... C>
struct Leading<A, B, C...> {
  using type =
      typename Leading<std::conditional_t<(Carrier<B>::rank > Carrier<A>::rank), B, A>, C...>::type;
};

/// The operand type of highest rank: its carrier evaluates the primitive.
template <class... A>
using leading_t = typename Leading<std::remove_cvref_t<A>...>::type;

/// The number type that all of A convert to: a packet if there is one, else the common scalar.
template <class A, class... B>
struct Joined {
  using type = A;
};
template <class A, class B, class... C>
struct Joined<A, B, C...> {
  template <class X, class Y>
  static auto join() {
    if constexpr (Packed<X>) return std::type_identity<X>{};
    else if constexpr (Packed<Y>) return std::type_identity<Y>{};
    else return std::type_identity<std::common_type_t<X, Y>>{};
  }
  using type = typename Joined<typename decltype(join<A, B>())::type, C...>::type;
};

template <class... A>
using joined_t = typename Joined<std::remove_cvref_t<A>...>::type;

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
