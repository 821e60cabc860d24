// SPDX-License-Identifier: Apache-2.0
// Value and reverse sweep of a scalar formula over reductions. Where a formula is linear in a
// reduction, the adjoint of the reduction is known before its value, and one pass gives both; else
// a first pass gives the value and a second one the gradient.
#pragma once

#include <fenchel/expr/lowered_apply.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/negative.hpp>
#include <fenchel/primitive/elementwise/subtract.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Bit i: the chain rule of input i looks neither at the value of Op nor at input i.
template <class Op>
inline constexpr unsigned linear_inputs = 0;
template <>
inline constexpr unsigned linear_inputs<primitive::Add> = 0b11;
template <>
inline constexpr unsigned linear_inputs<primitive::Subtract> = 0b11;
template <>
inline constexpr unsigned linear_inputs<primitive::Negative> = 0b1;
template <>
inline constexpr unsigned linear_inputs<primitive::Multiply> = 0b11;
template <>
inline constexpr unsigned linear_inputs<primitive::Divide> = 0b01;

/// Op whose chain rules look at no input at all.
template <class Op>
inline constexpr bool additive =
    std::is_same_v<Op, primitive::Add> || std::is_same_v<Op, primitive::Subtract> ||
    std::is_same_v<Op, primitive::Negative>;

template <class T, class S>
FENCHEL_INLINE T evaluate(S& s, T seed);

/// A scalar primitive that is linear in each of its inputs with a reduction.
template <class S>
struct OnePass {
  static constexpr bool possible = false;
};

template <class Op, class T, class... B>
struct OnePass<LoweredApply<Op, T, B...>> {
  using S = LoweredApply<Op, T, B...>;
  using Each = std::index_sequence_for<B...>;
  template <std::size_t... I>
  static constexpr bool is_linear(std::index_sequence<I...>) {
    return ((!B::has_reduction || ((linear_inputs<Op> >> I) & 1u)) && ...);
  }
  static constexpr bool possible =
      S::has_reduction && is_linear(Each{}) && (additive<Op> || (int(B::has_reduction) + ...) == 1);

  template <std::size_t... I>
  static FENCHEL_INLINE T run(S& s, T seed, std::index_sequence<I...> each) {
    Known<decltype(known<I>(s))...> frame{{{known<I>(s)}...}, T(0)};
    (reduce<I>(s, frame, seed, each), ...);
    frame.value = primitive::apply<Op>(T(get<I>(frame.inputs).value)...);
    (reverse_known<I>(s, frame, seed), ...);
    return frame.value;
  }

 private:
  template <class... F>
  struct Known {
    Cells<F...> inputs;
    T value;
  };
  template <std::size_t I>
  using Input = std::remove_cvref_t<decltype(get<I>(std::declval<S&>().inputs))>;

  /// The frame of an input; that of a reduction is not looked at before it is computed.
  template <std::size_t I>
  static FENCHEL_INLINE auto known(S& s) {
    NoEnv env;
    if constexpr (Input<I>::has_reduction) return Value<T>{T(0)};
    else return get<I>(s.inputs).forward(Once{}, env);
  }
  template <std::size_t I, class F, std::size_t... K>
  static FENCHEL_INLINE void reduce(S& s, F& frame, T seed, std::index_sequence<K...>) {
    if constexpr (Input<I>::has_reduction) {
      const T adj = primitive::chain<Op, int(I)>(seed, T(0), T(get<K>(frame.inputs).value)...);
      get<I>(frame.inputs).value = evaluate(get<I>(s.inputs), adj);
    }
  }
  template <std::size_t I, class F>
  static FENCHEL_INLINE void reverse_known(S& s, const F& frame, T seed) {
    NoEnv env;
    if constexpr (!Input<I>::has_reduction) s.template reverse_input<I>(frame, seed, Once{}, env);
  }
};

/// The value of s; seed times its gradient goes to the leaves.
template <class T, class S>
FENCHEL_INLINE T evaluate(S& s, T seed) {
  if constexpr (requires { s.evaluate(seed); }) {
    return s.evaluate(seed);
  } else if constexpr (OnePass<S>::possible) {
    return OnePass<S>::run(s, seed, typename OnePass<S>::Each{});
  } else {
    NoEnv env;
    const auto frame = s.forward(Once{}, env);
    if constexpr (S::is_active) s.reverse(frame, seed, Once{}, env);
    return frame.value;
  }
}

/// The value of a scalar expression.
template <class S>
FENCHEL_INLINE auto number_of(const S& s) {
  NoEnv env;
  return s.template lower<typename S::Real, false, 0>().forward(Once{}, env).value;
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
