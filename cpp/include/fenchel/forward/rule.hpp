// SPDX-License-Identifier: Apache-2.0
// How a primitive acts on numbers that carry a tangent (`Dual`, `Jet`): its value, and the sum of
// its chain rules over the inputs that vary.
#pragma once

#include <fenchel/forward/dual.hpp>
#include <fenchel/primitive/chain.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <tuple>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The value of an operand of a primitive on D: constants become values, truth values stay.
template <class D, class A>
FENCHEL_INLINE auto value_at(const A& a) {
  if constexpr (std::is_same_v<A, D>) return a.value;
  else if constexpr (Truth<A>) return a;
  else return typename D::value_of(a);
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

/// One tangent through the chain rule of input I; `Lanes` has its own of these two.
template <class Op, int I, class T, class... X>
FENCHEL_INLINE T chained(const T& tangent, const T& y, const X&... x) {
  return T(primitive::chain<Op, I>(tangent, y, x...));
}
template <class Op, class T>
FENCHEL_INLINE T scaled(const T& tangent, const T& partial) {
  return primitive::product<Op>(tangent, partial);
}

/// The chain rule of input I, whose operand is `a`.
template <class Op, int I, class D, class A, class Y, class... X>
FENCHEL_INLINE auto term(const A& a, const Y& y, const X&... x) {
  if constexpr (std::is_same_v<A, D> && primitive::differentiable<Op, I>)
    return chained<Op, I>(a.tangent, y, x...);
  else return Zero{};
}

template <class D, class T>
FENCHEL_INLINE D pair(const T& y, Zero) {
  return D(y);
}
template <class D, class T, class Tangent>
FENCHEL_INLINE D pair(const T& y, const Tangent& tangent) {
  return D(y, tangent);
}

template <class T, class... Terms>
FENCHEL_INLINE auto total(const T& first, const Terms&... rest) {
  if constexpr (sizeof...(Terms) == 0) return first;
  else return plus(first, total(rest...));
}

template <class Op, class D, std::size_t... I, class... A>
FENCHEL_INLINE D push_forward(std::index_sequence<I...>, const A&... a) {
  return [&](const auto&... x) {
    const typename D::value_of y = primitive::apply<Op>(x...);
    return pair<D>(y, total(term<Op, static_cast<int>(I), D>(a, y, x...)...));
  }(value_at<D>(a)...);
}

/// A primitive whose value and partial share work.
template <class Op, class D>
FENCHEL_INLINE D push_pair(const D& a) {
  const auto [y, partial] = Op::both(a.value);
  return D(y, scaled<Op>(a.tangent, partial));
}

/// Carriers that absorb numbers, packets, and the carrier inside them.
template <class D>
struct Pushes {
  using T = typename D::value_of;
  static constexpr int rank = Carrier<T>::rank > 0 ? Carrier<T>::rank + 1 : 10;

  template <class Op, class... A>
  static FENCHEL_INLINE auto apply(const A&... a) {
    if constexpr (Op::facts.signature == Signature::comparison)
      return primitive::apply<Op>(value_at<D>(a)...);
    else if constexpr (sizeof...(A) == 1 && primitive::Paired<Op, T>) return push_pair<Op>(a...);
    else return push_forward<Op, D>(std::index_sequence_for<A...>{}, a...);
  }
};

}  // namespace forward
}  // namespace FENCHEL_ARCH

template <class T>
struct Carrier<Dual<T>> : forward::Pushes<Dual<T>> {};

}  // namespace fenchel
