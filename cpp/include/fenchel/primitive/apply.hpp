// SPDX-License-Identifier: Apache-2.0
// Evaluates an elementwise primitive, and its chain rule, at any carrier.
#pragma once

#include <fenchel/primitive/carrier.hpp>
#include <fenchel/primitive/facts.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// The type Op is evaluated at: integers are int64, or double where Op is not defined on integers.
template <class Op, class J>
struct NumberFor {
  using type = J;
};
template <class Op, class J>
  requires(std::is_integral_v<J> && !std::is_same_v<J, bool>)
struct NumberFor<Op, J> {
  using type = std::conditional_t<Op::facts.integers, std::int64_t, double>;
};

/// The value of Op at numbers and packets.
template <class Op, class... A>
FENCHEL_INLINE auto apply_to_numbers(const A&... a) {
  if constexpr (Op::facts.signature == Signature::selection) {
    return [](const auto& mask, const auto& x, const auto& y) {
      using T = typename NumberFor<Op, joined_t<decltype(x), decltype(y)>>::type;
      return Op::value(mask, T(x), T(y));
    }(a...);
  } else {
    using T = typename NumberFor<Op, joined_t<A...>>::type;
    return Op::value(T(a)...);
  }
}

/// The value of Op at any operands. Like all that leads to a carrier it is constexpr: a function can
/// be written down while it is compiled.
template <class Op, class... A>
FENCHEL_INLINE constexpr auto apply(const A&... a) {
  if constexpr ((Lifted<A> || ...)) return Carrier<leading_t<A...>>::template apply<Op>(a...);
  else return apply_to_numbers<Op>(a...);
}

template <class Op>
concept Primitive = requires {
  { Op::facts } -> std::convertible_to<Facts>;
  { Op::arity } -> std::convertible_to<int>;
};

template <class Op, class... A>
concept Callable = Primitive<Op> && sizeof...(A) == Op::arity && (Operand<A> && ...);

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel

/// The callable `fenchel::name`: a constrained function template, so that argument-dependent lookup
/// works and the C library's functions of the same name do not collide.
#define FENCHEL_DEFINE(name, Op)                      \
  namespace fenchel {                                 \
  inline namespace FENCHEL_ARCH {                     \
  template <class... A>                               \
    requires primitive::Callable<primitive::Op, A...> \
  FENCHEL_INLINE constexpr auto name(const A&... a) { \
    return primitive::apply<primitive::Op>(a...);     \
  }                                                   \
  }                                                   \
  }
