// SPDX-License-Identifier: Apache-2.0
// Lowering turns a description into what computes it in registers of type V, a packet or a number.
//
// A lowered node has `forward(position, env)`, which returns a frame with the `value` and all that
// the way back needs; `reverse(frame, adjoint, position, env)`; and `finish(factor, position)`
// after the last packet, which sends the summed adjoints of scalars on, times a factor. Frames are
// local variables of one packet: the compiler keeps them in registers. At numbers it also has
// `evaluate(seed)`: value and reverse sweep in one pass where possible.
#pragma once

#include <fenchel/expr/fold.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The frame of a node without children.
template <class Y>
struct Value {
  Y value;
};

/// The innermost environment of a pass: the adjoints of its N active arrays, in registers.
template <class V, int N>
struct Env {
  V adjoint[N];

  FENCHEL_INLINE Env() : Env(std::make_index_sequence<N>{}) {}
  template <std::size_t... I>
  FENCHEL_INLINE explicit Env(std::index_sequence<I...>)
      : adjoint{V(simd::lane_t<V>((void(I), -0.0)))...} {}
  FENCHEL_INLINE Env& root() { return *this; }
};
template <class V>
struct Env<V, 0> {
  FENCHEL_INLINE Env& root() { return *this; }
};

/// Scalars need no environment.
struct NoEnv {};

/// What a scalar looks like in packets.
template <class V, class Y>
FENCHEL_INLINE auto broadcast(const Y& y) {
  if constexpr (std::is_same_v<Y, bool>) return simd::mask_t<V>(y);
  else return V(y);
}

/// A scalar inside an array: computed once before the loop, its adjoint summed over the loop.
template <class V, class S>
struct Uniform {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = S::is_active, has_reduction = false;
  using Frame = decltype(std::declval<S&>().forward(Once{}, std::declval<NoEnv&>()));

  S scalar;
  NoEnv env;
  Frame frame;
  decltype(broadcast<V>(std::declval<Frame&>().value)) value;
  Accumulators<V> adjoint{T(-0.0)};

  /// Made of the expression in place: a copy would be kept in memory.
  template <class E>
  FENCHEL_INLINE explicit Uniform(const E& e)
      : scalar(e.template lower<T, false, 0>()),
        frame(scalar.forward(Once{}, env)),
        value(broadcast<V>(frame.value)) {}

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<decltype(value)>{value};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, E&) {
    adjoint.lane[P::lane] = adjoint.lane[P::lane] + p.keep(adj);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T factor, const P& p) {
    if constexpr (is_active) scalar.reverse(frame, factor * adjoint.sum(), p, env);
  }
};

/// Lowers a child: scalars inside packets become uniform, whole subexpressions of them at once. The
/// active arrays in it are numbered from First on.
template <class V, bool Share, int First, class E>
FENCHEL_INLINE auto lower(const E& e) {
  if constexpr (E::extent == scalar_extent && !std::is_arithmetic_v<V>)
    return Uniform<V, decltype(e.template lower<simd::lane_t<V>, false, 0>())>(e);
  else return e.template lower<V, Share, First>();
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
