// SPDX-License-Identifier: Apache-2.0
// A primitive at work: forward by its value, in reverse by its chain rule.
#pragma once

#include <fenchel/expr/cells.hpp>
#include <fenchel/expr/lower.hpp>
#include <fenchel/primitive/chain.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The frame of a primitive: its value and the frames of its inputs.
template <class Op, class Y, class... F>
struct Applied {
  Cells<F...> inputs;
  Y value;

  template <class N, class P, class E, std::size_t... I>
  FENCHEL_INLINE Applied(N& nodes, const P& p, E& env, std::index_sequence<I...>)
      : inputs{{get<I>(nodes).forward(p, env)}...},
        value(primitive::apply<Op>(get<I>(inputs).value...)) {}
};

/// The frame of a primitive that gives its value and its partial together.
template <class Op, class Y, class F>
struct AppliedPair {
  Cells<F> inputs;
  Y value, partial;

  template <class N, class P, class E>
  FENCHEL_INLINE AppliedPair(N& nodes, const P& p, E& env, std::index_sequence<0>)
      : inputs{{get<0>(nodes).forward(p, env)}} {
    const auto [y, d] = Op::both(get<0>(inputs).value);
    value = y;
    partial = d;
  }
};

/// How much code a lowered node is in the function that it is part of, roughly in operations.
template <class Lowered>
inline constexpr int code_size = 1;

/// What is rounded correctly is one instruction; anything else is a polynomial.
template <class Op>
inline constexpr int primitive_size = Op::facts.max_ulp > 0.5 ? 16 : 1;

/// A primitive whose inputs come to this much code is a function of its own. Where all is inlined
/// into one, compilers look at each term again at every level above it: twenty terms of two
/// functions took them half a minute.
inline constexpr int most_code = 128;

template <class Op, class V, class... B>
struct LoweredApply {
  using Each = std::index_sequence_for<B...>;
  template <std::size_t... I>
  static constexpr bool any_flows(std::index_sequence<I...>) {
    return ((B::is_active && primitive::differentiable<Op, int(I)>) || ...);
  }
  static constexpr bool is_active = any_flows(Each{});
  static constexpr bool has_reduction = (B::has_reduction || ...);

  Cells<B...> inputs;

  /// What is inlined here, and what the functions above see of it.
  static constexpr int size = (primitive_size<Op> + ... + code_size<B>);
  static constexpr bool is_inlined = size <= most_code;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E& env) {
    if constexpr (is_inlined) return forward_each(p, env, Each{});
    else return forward_apart(p, env);
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F& frame, V adj, const P& p, E& env) {
    if constexpr (is_inlined) reverse_each(frame, adj, p, env, Each{});
    else reverse_apart(frame, adj, p, env);
  }
  template <class P>
  FENCHEL_INLINE void finish(simd::lane_t<V> factor, const P& p) {
    finish_each(factor, below<primitive::chooses<Op>>(p), Each{});
  }

  /// The active arrays: visit(number, gradient, adds).
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&& visit) const {
    arrays_of(visit, Each{});
  }

  /// The way back through input I alone.
  template <std::size_t I, class F, class P, class E>
  FENCHEL_INLINE void reverse_input(const F& frame, V adj, const P& p, E& env) {
    using Input = std::remove_cvref_t<decltype(get<I>(inputs))>;
    if constexpr (Input::is_active && primitive::differentiable<Op, int(I)>)
      get<I>(inputs).reverse(get<I>(frame.inputs), chained<I, is_guarded<P>>(frame, adj, Each{}),
                             below<primitive::chooses<Op>>(p), env);
  }

 private:
  template <class P, class E>
  [[gnu::noinline]] auto forward_apart(const P& p, E& env) {
    return forward_each(p, env, Each{});
  }
  template <class F, class P, class E>
  [[gnu::noinline]] void reverse_apart(const F& frame, V adj, const P& p, E& env) {
    reverse_each(frame, adj, p, env, Each{});
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void arrays_of(Visit&& visit, std::index_sequence<I...>) const {
    (arrays_of_input<I>(visit), ...);
  }
  template <std::size_t I, class Visit>
  FENCHEL_INLINE void arrays_of_input(Visit&& visit) const {
    using Input = std::remove_cvref_t<decltype(get<I>(inputs))>;
    if constexpr (Input::is_active && primitive::differentiable<Op, int(I)>)
      get<I>(inputs).each_array(visit);
  }
  template <class P, class E, std::size_t... I>
  FENCHEL_INLINE auto forward_each(const P& p, E& env, std::index_sequence<I...> each) {
    if constexpr (is_active && sizeof...(I) == 1 && primitive::Paired<Op, V>) {
      return AppliedPair<Op, V, decltype(get<I>(inputs).forward(p, env))...>(inputs, p, env, each);
    } else {
      using Y = decltype(primitive::apply<Op>(get<I>(inputs).forward(p, env).value...));
      return Applied<Op, Y, decltype(get<I>(inputs).forward(p, env))...>(inputs, p, env, each);
    }
  }
  template <class F, class P, class E, std::size_t... I>
  FENCHEL_INLINE void reverse_each(const F& frame, V adj, const P& p, E& env,
                                   std::index_sequence<I...>) {
    (reverse_input<I>(frame, adj, p, env), ...);
  }
  template <std::size_t I, bool guarded, class F, std::size_t... K>
  FENCHEL_INLINE static V chained(const F& frame, V adj, std::index_sequence<K...>) {
    if constexpr (requires { frame.partial; })
      return primitive::product<Op, guarded>(adj, frame.partial);
    else
      return primitive::chain<Op, int(I), guarded>(adj, frame.value, get<K>(frame.inputs).value...);
  }
  template <class P, std::size_t... I>
  FENCHEL_INLINE void finish_each(simd::lane_t<V> factor, const P& p, std::index_sequence<I...>) {
    (finish_input<I>(factor, p), ...);
  }
  template <std::size_t I, class P>
  FENCHEL_INLINE void finish_input(simd::lane_t<V> factor, const P& p) {
    using Input = std::remove_cvref_t<decltype(get<I>(inputs))>;
    if constexpr (Input::is_active && primitive::differentiable<Op, int(I)>)
      get<I>(inputs).finish(factor, p);
  }
};

template <class Op, class V, class... B>
inline constexpr int code_size<LoweredApply<Op, V, B...>> =
    LoweredApply<Op, V, B...>::is_inlined ? LoweredApply<Op, V, B...>::size : 1;

/// Whether a choice is made in a lowered expression, so that zero adjoints may mean "does not
/// count".
template <class Lowered>
inline constexpr bool has_choice = false;
template <class Op, class V, class... B>
inline constexpr bool has_choice<LoweredApply<Op, V, B...>> =
    primitive::chooses<Op> || (has_choice<B> || ...);

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
