// SPDX-License-Identifier: Apache-2.0
// A primitive at work: forward by its value, in reverse by its chain rule.
#pragma once

#include <fenchel/expr/lower.hpp>
#include <fenchel/primitive/chain.hpp>
#include <tuple>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class Y, class Frames>
struct Applied {
  Y value;
  Frames inputs;
};

/// The frame of a primitive that gives its value and its partial together.
template <class Y, class Frames>
struct AppliedPair {
  Y value;
  Y partial;
  Frames inputs;
};

template <class Op, class V, class... B>
struct LoweredApply {
  using Each = std::index_sequence_for<B...>;
  static constexpr bool has_reduction = (B::has_reduction || ...);
  template <std::size_t I>
  using Input = std::tuple_element_t<I, std::tuple<B...>>;
  template <std::size_t I>
  static constexpr bool flows = Input<I>::is_active && primitive::differentiable<Op, int(I)>;
  template <std::size_t... I>
  static constexpr bool any_flows(std::index_sequence<I...>) {
    return (flows<I> || ...);
  }
  static constexpr bool is_active = any_flows(Each{});

  std::tuple<B...> inputs;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E& env) {
    return forward_each(p, env, Each{});
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F& frame, V adj, const P& p, E& env) {
    reverse_each(frame, adj, p, env, Each{});
  }
  FENCHEL_INLINE void finish() { finish_each(Each{}); }

  template <class P, class E, std::size_t... I>
  FENCHEL_INLINE auto forward_each(const P& p, E& env, std::index_sequence<I...>) {
    using Frames = std::tuple<decltype(std::get<I>(inputs).forward(p, env))...>;
    return apply_to(Frames{std::get<I>(inputs).forward(p, env)...}, Each{});
  }
  template <class Frames, std::size_t... I>
  FENCHEL_INLINE static auto apply_to(const Frames& frames, std::index_sequence<I...>) {
    if constexpr (is_active && sizeof...(I) == 1 && primitive::Paired<Op, V>) {
      const auto [y, partial] = Op::both(std::get<0>(frames).value);
      return AppliedPair<V, Frames>{y, partial, frames};
    } else {
      const auto y = primitive::apply<Op>(std::get<I>(frames).value...);
      return Applied<std::remove_const_t<decltype(y)>, Frames>{y, frames};
    }
  }
  template <class F, class P, class E, std::size_t... I>
  FENCHEL_INLINE void reverse_each(const F& frame, V adj, const P& p, E& env,
                                   std::index_sequence<I...>) {
    (reverse_input<I>(frame, adj, p, env, Each{}), ...);
  }
  template <std::size_t I, class F, class P, class E, std::size_t... K>
  FENCHEL_INLINE void reverse_input(const F& frame, V adj, const P& p, E& env,
                                    std::index_sequence<K...>) {
    if constexpr (flows<I>)
      std::get<I>(inputs).reverse(std::get<I>(frame.inputs), chained<I>(frame, adj, Each{}), p, env);
  }
  template <std::size_t I, class F, std::size_t... K>
  FENCHEL_INLINE static V chained(const F& frame, V adj, std::index_sequence<K...>) {
    if constexpr (requires { frame.partial; }) return primitive::product<Op>(adj, frame.partial);
    else
      return primitive::chain<Op, int(I)>(adj, frame.value, std::get<K>(frame.inputs).value...);
  }
  template <std::size_t... I>
  FENCHEL_INLINE void finish_each(std::index_sequence<I...>) {
    (finish_input(std::get<I>(inputs)), ...);
  }
  template <class Child>
  FENCHEL_INLINE static void finish_input(Child& child) {
    if constexpr (Child::is_active) child.finish();
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
