// SPDX-License-Identifier: Apache-2.0
// How a primitive acts on duals: its value, and the sum of its chain rules over the inputs that
// vary.
#pragma once

#include <fenchel/forward/dual.hpp>
#include <fenchel/primitive/chain.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <tuple>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The value of an operand of a primitive on Dual<T>: constants become T, truth values stay.
template <class T, class A>
FENCHEL_INLINE auto value_at(const A& a) {
  if constexpr (std::is_same_v<A, Dual<T>>) return a.value;
  else if constexpr (Truth<A>) return a;
  else return T(a);
}

/// No tangent at all: what a constant contributes.
struct Zero {};

FENCHEL_INLINE Zero plus(Zero, Zero) { return {}; }
template <class T>
FENCHEL_INLINE T plus(const T& a, Zero) {
  return a;
}
template <class T>
FENCHEL_INLINE T plus(Zero, const T& b) {
  return b;
}
template <class T>
FENCHEL_INLINE T plus(const T& a, const T& b) {
  return a + b;
}

/// The chain rule of input I, whose operand is `a`.
template <class Op, int I, class T, class A, class Y, class... X>
FENCHEL_INLINE auto term(const A& a, const Y& y, const X&... x) {
  if constexpr (std::is_same_v<A, Dual<T>> && primitive::differentiable<Op, I>)
    return T(primitive::chain<Op, I>(a.tangent, y, x...));
  else return Zero{};
}

template <class T>
FENCHEL_INLINE Dual<T> pair(const T& y, Zero) {
  return Dual<T>(y);
}
template <class T>
FENCHEL_INLINE Dual<T> pair(const T& y, const T& tangent) {
  return Dual<T>(y, tangent);
}

template <class T, class... Terms>
FENCHEL_INLINE auto total(const T& first, const Terms&... rest) {
  if constexpr (sizeof...(Terms) == 0) return first;
  else return plus(first, total(rest...));
}

template <class Op, class T, std::size_t... I, class... A>
FENCHEL_INLINE Dual<T> push_forward(std::index_sequence<I...>, const A&... a) {
  return [&](const auto&... x) {
    const T y = primitive::apply<Op>(x...);
    return pair<T>(y, total(term<Op, static_cast<int>(I), T>(a, y, x...)...));
  }(value_at<T>(a)...);
}

/// A primitive whose value and partial share work.
template <class Op, class T>
FENCHEL_INLINE Dual<T> push_pair(const Dual<T>& a) {
  const auto [y, partial] = Op::both(a.value);
  return Dual<T>(y, primitive::product<Op>(a.tangent, partial));
}

}  // namespace forward
}  // namespace FENCHEL_ARCH

/// Duals absorb numbers, packets, and the duals inside them.
template <class T>
struct Carrier<Dual<T>> {
  static constexpr int rank = Carrier<T>::rank > 0 ? Carrier<T>::rank + 1 : 10;

  template <class Op, class... A>
  static FENCHEL_INLINE auto apply(const A&... a) {
    if constexpr (Op::facts.signature == Signature::comparison)
      return primitive::apply<Op>(forward::value_at<T>(a)...);
    else if constexpr (sizeof...(A) == 1 && primitive::Paired<Op, T>)
      return forward::push_pair<Op>(a...);
    else return forward::push_forward<Op, T>(std::index_sequence_for<A...>{}, a...);
  }
};

}  // namespace fenchel
