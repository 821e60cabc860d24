// SPDX-License-Identifier: Apache-2.0
// One pass over the data, packet by packet: an array expression, what a fold makes of it, and the
// way back.
//
// The order of a fold: element i belongs to lane i mod (L * W), with W numbers in a packet and L =
// 1 or 4 packets at a time; what does not fill L packets goes to the first of them. Lanes are
// folded at the end. So a sum depends on the instruction set, but never on alignment or memory.
#pragma once

#include <fenchel/expr/gradients.hpp>
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
  static constexpr bool chooses =
      Folding::chooses || has_choice<Root> || (has_choice<Slots> || ...);

  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&& visit) const {
    arrays_of(visit, std::index_sequence_for<Slots...>{});
  }

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
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void arrays_of(Visit&& visit, std::index_sequence<I...>) const {
    root.each_array(visit);
    (get<I>(slots).each_array(visit), ...);
  }
  template <std::size_t K, class Slot, class P, class E>
  FENCHEL_INLINE void with_let(Slot& slot, const P& p, E& env) {
    using Wanted = std::tuple_element_t<K, std::tuple<L...>>;
    const auto frame = slot.forward(p, env);
    LetEnv<V, Wanted, std::remove_const_t<decltype(frame.value)>, E> inner{env, frame.value};
    at<K + 1>(p, inner);
    if constexpr (Folding::reverses && Slot::is_active)
      slot.reverse(frame, inner.adjoint, below<chooses>(p), env);
  }
  template <std::size_t... I>
  FENCHEL_INLINE void finish_all(simd::lane_t<V> factor, std::index_sequence<I...>) {
    root.finish(factor, below<Folding::chooses>(Once{}));
    (finish_slot(get<I>(slots), factor), ...);
  }
  template <class Slot>
  FENCHEL_INLINE static void finish_slot(Slot& slot, simd::lane_t<V> factor) {
    if constexpr (Slot::is_active) slot.finish(factor, below<chooses>(Once{}));
  }
};

/// The number of the first active array in slot K of the lets L: those of the root come first.
template <bool Share, std::size_t K, class E, class... L>
constexpr int first_array(primitive::TypeList<L...>) {
  int first = E::template arrays<Share>;
  std::size_t k = 0;
  ((first += k++ < K ? decltype(L::body)::template arrays<Share> : 0), ...);
  return first;
}

template <class Folding, bool Share, class E, class Start, class... L, std::size_t... K>
FENCHEL_INLINE auto make_program(const E& e, const Start& start, primitive::TypeList<L...> lets,
                                 std::index_sequence<K...>) {
  using V = typename Folding::Packet;
  using Root = decltype(lower<V, Share, 0>(e));
  return Program<Folding, Root, decltype(lets),
                 decltype(lower<V, Share, first_array<Share, K, E>(decltype(lets){})>(
                     first_use<L>(e).body))...>{
      lower<V, Share, 0>(e),
      {{lower<V, Share, first_array<Share, K, E>(decltype(lets){})>(first_use<L>(e).body)}...},
      Folding(start)};
}

/// Computes at p.
template <class P, class Prog, class T, int N>
FENCHEL_INLINE void step(Prog& program, const P& p, const Gradients<T, N>& gradients) {
  Env<typename Prog::V, N> env;
  program.at(p, env);
  if constexpr (N > 0) gradients.store(p, env.adjoint);
}

template <class V, class Prog, class G, std::size_t... U>
FENCHEL_INLINE void steps(Prog& program, std::size_t at, const G& gradients,
                          std::index_sequence<U...>) {
  constexpr std::size_t width = simd::LaneOf<V>::count;
  (step(program, Whole<V, int(U)>{at + U * width}, gradients), ...);
}

/// Folds e; a wide pass takes several packets at a time where they are cheap. The program is a
/// local variable: the compiler must see that no store of a gradient changes it.
template <class Folding, bool Share, bool Wide, class E, class Start>
FENCHEL_INLINE auto run_pass(const E& e, const Start& start) {
  using V = typename Folding::Packet;
  using Names = std::conditional_t<Share, lets_of<E>, primitive::TypeList<>>;
  constexpr std::size_t width = simd::LaneOf<V>::count;
  constexpr std::size_t packets = Wide && E::cost <= 16 ? most_lanes : 1;
  constexpr bool fixed = E::extent < scalar_extent;
  constexpr int arrays = Folding::reverses ? first_array<Share, Names::size, E>(Names{}) : 0;
  const std::size_t n = fixed ? E::extent : e.size();

  auto program =
      make_program<Folding, Share>(e, start, Names{}, std::make_index_sequence<Names::size>{});
  const Gradients<simd::lane_t<V>, arrays> gradients(program);
  std::size_t at = 0;
  if constexpr (!fixed || E::extent >= packets * width)
    for (; at + packets * width <= n; at += packets * width)
      steps<V>(program, at, gradients, std::make_index_sequence<packets>{});
  if constexpr (packets > 1 && (!fixed || E::extent % (packets * width) >= width))
    for (; at + width <= n; at += width) step(program, Whole<V, 0>{at}, gradients);
  if constexpr (!fixed || E::extent % width > 0)
    if (at < n) step(program, Rest<V>{at, static_cast<int>(n - at)}, gradients);
  if constexpr (Folding::reverses) program.finish();
  if constexpr (Folding::rescales) gradients.multiply(program.fold.factor(), n);
  return program.fold.result();
}

/// Runs the pass that fits: lets are shared if their uses agree. All of it is inlined, the seldom
/// pass too: a call by reference would keep the expression in memory.
template <class Folding, bool Wide = true, class E, class Start>
FENCHEL_INLINE auto fold_over(const E& e, const Start& start) {
  if constexpr (lets_of<E>::size > 0)
    if (!lets_agree(e, lets_of<E>{})) [[unlikely]]
      return run_pass<Folding, false, false>(e, start);
  return run_pass<Folding, true, Wide>(e, start);
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
