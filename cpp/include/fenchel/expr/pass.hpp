// SPDX-License-Identifier: Apache-2.0
// One pass over the data: the sum of an array expression, and its gradient, packet by packet.
//
// The order of a sum: element i belongs to lane i mod (L * W), with W numbers in a packet and L = 1
// or 4 packets at a time; what does not fill L packets goes to the first of them. Lanes are added
// at the end. So a sum depends on the instruction set, but never on alignment or memory.
#pragma once

#include <algorithm>
#include <fenchel/expr/let.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// A lowered array expression and the lets in it.
template <bool Gradient, class V, class T, class Root, class Lets, class... Slots>
struct Program;

template <bool Gradient, class V, class T, class Root, class... L, class... Slots>
struct Program<Gradient, V, T, Root, primitive::TypeList<L...>, Slots...> {
  Root root;
  Cells<Slots...> slots;
  V seed;

  /// The value at p of the root, with the lets from number K on still to be computed.
  template <std::size_t K = 0, class P, class E>
  FENCHEL_INLINE V at(const P& p, E& env) {
    if constexpr (K == sizeof...(L)) {
      const auto frame = root.forward(p, env);
      if constexpr (Gradient) root.reverse(frame, seed, p, env);
      return frame.value;
    } else {
      return with_let<K>(get<K>(slots), p, env);
    }
  }
  FENCHEL_INLINE void finish() {
    root.finish();
    finish_slots(std::index_sequence_for<Slots...>{});
  }

 private:
  template <std::size_t K, class Slot, class P, class E>
  FENCHEL_INLINE V with_let(Slot& slot, const P& p, E& env) {
    using Wanted = std::tuple_element_t<K, std::tuple<L...>>;
    const auto frame = slot.forward(p, env);
    LetEnv<V, Wanted, std::remove_const_t<decltype(frame.value)>, E> inner{env, frame.value};
    const V y = at<K + 1>(p, inner);
    if constexpr (Gradient && Slot::is_active)
      slot.reverse(frame, inner.adjoint, below<true>(p), env);
    return y;
  }
  template <std::size_t... I>
  FENCHEL_INLINE void finish_slots(std::index_sequence<I...>) {
    (finish_slot(get<I>(slots)), ...);
  }
  template <class Slot>
  FENCHEL_INLINE static void finish_slot(Slot& slot) {
    if constexpr (Slot::is_active) slot.finish();
  }
};

template <bool Gradient, class V, bool Share, class E, class... L>
FENCHEL_INLINE auto make_program(const E& e, simd::lane_t<V> seed, primitive::TypeList<L...> lets) {
  using T = simd::lane_t<V>;
  using Root = decltype(lower<V, Share>(e));
  return Program<Gradient, V, T, Root, decltype(lets),
                 decltype(lower<V, Share>(first_use<L>(e).body))...>{
      lower<V, Share>(e), {{lower<V, Share>(first_use<L>(e).body)}...}, V(seed)};
}

/// The one array that all active leaves are, when they are one.
template <class T>
struct OnlyArray {
  const T* data = nullptr;
  T* gradient = nullptr;
  bool adds = false;

  FENCHEL_INLINE void array(const T* x, T* g, std::size_t, bool& a) {
    if (!gradient) data = x, gradient = g, adds = a;  // the first stands for all
  }
  FENCHEL_INLINE void block(T*, std::size_t, bool&) {}
  FENCHEL_INLINE void summed(T*, std::size_t) {}
  template <class E>
  FENCHEL_INLINE void pass(E&, bool&) {}
};

/// The value at p; with One the gradient of the one array is stored here.
template <bool One, class V, class P, class Prog, class T>
FENCHEL_INLINE V step(Prog& program, const P& p, const OnlyArray<T>& only) {
  Env<V, One> env{only.data};
  const V y = p.keep(program.at(p, env));
  if constexpr (One) {
    if (only.adds) p.store(only.gradient, p.load(only.gradient) + env.adjoint);
    else p.store(only.gradient, env.adjoint);
  }
  return y;
}

template <bool One, class V, class Prog, class T, std::size_t... U>
FENCHEL_INLINE void steps(Prog& program, std::size_t at, V* total, const OnlyArray<T>& only,
                          std::index_sequence<U...>) {
  constexpr std::size_t width = simd::LaneOf<V>::count;
  ((total[U] = total[U] + step<One, V>(program, Whole<V, int(U)>{at + U * width}, only)), ...);
}

/// Sum of e, with its gradient times seed if asked for. The program is a local variable: the
/// compiler must see that no store of a gradient changes it.
template <bool Gradient, bool Share, bool One, class E>
typename E::Real run_pass(const E& e, typename E::Real seed) {
  using T = typename E::Real;
  using V = simd::Native<T>;
  using Names = std::conditional_t<Share, lets_of<E>, primitive::TypeList<>>;
  constexpr std::size_t width = simd::LaneOf<V>::count;
  constexpr std::size_t packets = E::cost <= 16 ? most_lanes : 1;
  constexpr bool fixed = E::extent < scalar_extent;
  const std::size_t n = fixed ? E::extent : e.size();

  OnlyArray<T> only;
  if constexpr (One) E(e).each_leaf(only);
  auto program = make_program<Gradient, V, Share>(e, seed, Names{});
  V total[most_lanes] = {V(T(0)), V(T(0)), V(T(0)), V(T(0))};
  std::size_t at = 0;
  if constexpr (!fixed || E::extent >= packets * width)
    for (; at + packets * width <= n; at += packets * width)
      steps<One>(program, at, total, only, std::make_index_sequence<packets>{});
  for (; at < n; at += width) {
    const Rest<V> rest{at, static_cast<int>(std::min(width, n - at))};
    total[0] = total[0] + step<One, V>(program, rest, only);
  }
  if constexpr (Gradient) program.finish();
  return simd::reduce_add((total[0] + total[1]) + (total[2] + total[3]));
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
