// SPDX-License-Identifier: Apache-2.0
// One pass over the data, packet by packet: an array expression, what a fold makes of it, and the
// way back.
//
// The order of a fold: element i belongs to lane i mod (L * W), with W numbers in a packet and L = 1
// or 4 packets at a time; what does not fill L packets goes to the first of them. Lanes are folded
// at the end. So a sum depends on the instruction set, but never on alignment or memory.
#pragma once

#include <algorithm>
#include <fenchel/expr/let.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// A lowered array expression, the lets in it, and the fold.
template <class Folding, class Root, class Lets, class... Slots>
struct Program;

template <class Folding, class Root, class... L, class... Slots>
struct Program<Folding, Root, primitive::TypeList<L...>, Slots...> {
  using V = typename Folding::Packet;
  Root root;
  Cells<Slots...> slots;
  Folding fold;

  /// Computes the root at p, with the lets from number K on still to be computed.
  template <std::size_t K = 0, class P, class E>
  FENCHEL_INLINE void at(const P& p, E& env) {
    if constexpr (K == sizeof...(L)) {
      const auto frame = root.forward(p, env);
      fold.take(p, frame.value);
      if constexpr (Folding::reverses)
        root.reverse(frame, fold.adjoint(frame.value), below<Folding::chooses>(p), env);
    } else {
      with_let<K>(get<K>(slots), p, env);
    }
  }
  FENCHEL_INLINE void finish() { finish_all(fold.factor(), std::index_sequence_for<Slots...>{}); }

 private:
  template <std::size_t K, class Slot, class P, class E>
  FENCHEL_INLINE void with_let(Slot& slot, const P& p, E& env) {
    using Wanted = std::tuple_element_t<K, std::tuple<L...>>;
    const auto frame = slot.forward(p, env);
    LetEnv<V, Wanted, std::remove_const_t<decltype(frame.value)>, E> inner{env, frame.value};
    at<K + 1>(p, inner);
    if constexpr (Folding::reverses && Slot::is_active)
      slot.reverse(frame, inner.adjoint, below<true>(p), env);
  }
  template <std::size_t... I>
  FENCHEL_INLINE void finish_all(simd::lane_t<V> factor, std::index_sequence<I...>) {
    root.finish(factor);
    (finish_slot(get<I>(slots), factor), ...);
  }
  template <class Slot>
  FENCHEL_INLINE static void finish_slot(Slot& slot, simd::lane_t<V> factor) {
    if constexpr (Slot::is_active) slot.finish(factor);
  }
};

template <bool Share, class E, class Folding, class... L>
FENCHEL_INLINE auto make_program(const E& e, const Folding& fold, primitive::TypeList<L...> lets) {
  using V = typename Folding::Packet;
  using Root = decltype(lower<V, Share>(e));
  return Program<Folding, Root, decltype(lets),
                 decltype(lower<V, Share>(first_use<L>(e).body))...>{
      lower<V, Share>(e), {{lower<V, Share>(first_use<L>(e).body)}...}, fold};
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
  FENCHEL_INLINE void scalar(T*) {}
  template <class E>
  FENCHEL_INLINE void pass(E&, bool&) {}
};

/// Computes at p; with One the gradient of the one array is stored here.
template <bool One, class P, class Prog, class T>
FENCHEL_INLINE void step(Prog& program, const P& p, const OnlyArray<T>& only) {
  Env<typename Prog::V, One> env{only.data};
  program.at(p, env);
  if constexpr (One) {
    if (only.adds) p.store(only.gradient, p.load(only.gradient) + env.adjoint);
    else p.store(only.gradient, env.adjoint);
  }
}

template <bool One, class V, class Prog, class T, std::size_t... U>
FENCHEL_INLINE void steps(Prog& program, std::size_t at, const OnlyArray<T>& only,
                          std::index_sequence<U...>) {
  constexpr std::size_t width = simd::LaneOf<V>::count;
  (step<One>(program, Whole<V, int(U)>{at + U * width}, only), ...);
}

/// Folds e. The program is a local variable: the compiler must see that no store of a gradient
/// changes it.
template <bool Share, bool One, class E, class Folding>
Folding run_pass(const E& e, const Folding& fold) {
  using V = typename Folding::Packet;
  using Names = std::conditional_t<Share, lets_of<E>, primitive::TypeList<>>;
  constexpr std::size_t width = simd::LaneOf<V>::count;
  constexpr std::size_t packets = E::cost <= 16 ? most_lanes : 1;
  constexpr bool fixed = E::extent < scalar_extent;
  const std::size_t n = fixed ? E::extent : e.size();

  OnlyArray<simd::lane_t<V>> only;
  if constexpr (One) E(e).each_leaf(only);
  auto program = make_program<Share>(e, fold, Names{});
  std::size_t at = 0;
  if constexpr (!fixed || E::extent >= packets * width)
    for (; at + packets * width <= n; at += packets * width)
      steps<One, V>(program, at, only, std::make_index_sequence<packets>{});
  for (; at < n; at += width) {
    const Rest<V> rest{at, static_cast<int>(std::min(width, n - at))};
    step<One>(program, rest, only);
  }
  if constexpr (Folding::reverses) program.finish();
  return program.fold;
}

/// Runs the pass that fits: lets shared if their uses agree, one register if there is one active
/// array.
template <class E, class Folding>
Folding fold_over(const E& e, const Folding& fold, bool one_array) {
  constexpr bool has_lets = lets_of<E>::size > 0;
  constexpr bool may_be_one = Folding::reverses && E::arrays > 1;
  const auto run = [&]<bool Share>() {
    if constexpr (may_be_one)
      if (one_array) return run_pass<Share, true>(e, fold);
    return run_pass<Share, false>(e, fold);
  };
  if constexpr (has_lets)
    if (lets_agree(e, lets_of<E>{})) return run.template operator()<true>();
  return run.template operator()<false>();
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
