// SPDX-License-Identifier: Apache-2.0
// Runs a plan: statements, partials, multiply-adds, one after the other, without a loop or a
// branch. Every index is a constant, so compilers keep the arrays below in registers.
#pragma once

#include <bit>
#include <fenchel/forward/schedule.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class V>
FENCHEL_INLINE V multiply_add(const V& a, const V& b, const V& c) {
  if constexpr (simd::Ground<V>) return simd::fma(a, b, c);
  else return a * b + c;
}

/// What the statements and the plan leave behind. With Masked, zeros win over infinities.
template <class P, class V, bool Masked>
struct StraightLine {
  using W = typename P::Transcript;
  using Truth = decltype(std::declval<V>() < std::declval<V>());
  static constexpr std::size_t size = static_cast<std::size_t>(W::size);

  V value[size];
  Truth truth[size];
  V slot[static_cast<std::size_t>(P::partials + P::steps) + 1];

  FENCHEL_INLINE void run() {
    compute(std::make_index_sequence<size>{});
    multiply(std::make_index_sequence<static_cast<std::size_t>(P::steps)>{});
  }
  template <short Id>
  FENCHEL_INLINE V at() const {
    constexpr Statement s = W::at[Id];
    if constexpr (s.op == Statement::constant) return V(s.number);
    else return value[Id];
  }
  template <std::size_t M, std::size_t N>
  FENCHEL_INLINE V derivative() const {
    constexpr Element e = P::jacobian[M][N];
    if constexpr (e.slot == MultiplyAdd::none) return V(0.0);
    else if constexpr (e.sign < 0) return -number<e.slot>();
    else return number<e.slot>();
  }
  /// A number that is NaN if a suspect is infinite or NaN.
  FENCHEL_INLINE V probe() const { return sum_of_suspects<0, Suspects<P>::count>(); }

 private:
  template <std::size_t First, std::size_t Count>
  FENCHEL_INLINE V sum_of_suspects() const {
    if constexpr (Count == 1) {
      const V& s = slot[Suspects<P>::at[First]];
      return s - s;
    } else {
      constexpr std::size_t half = Count / 2;
      return sum_of_suspects<First, half>() + sum_of_suspects<First + half, Count - half>();
    }
  }
  template <short Slot>
  FENCHEL_INLINE V number() const {
    if constexpr (Slot == Edge::one) return V(1.0);
    else return slot[Slot];
  }
  template <std::size_t... I>
  FENCHEL_INLINE void compute(std::index_sequence<I...>) {
    (statement<I>(), ...);
  }
  template <std::size_t... I>
  FENCHEL_INLINE void multiply(std::index_sequence<I...>) {
    (step<I>(), ...);
  }

  /// Statements that share a packet, where numbers are plain.
  static constexpr int lanes = [] {
    if constexpr (std::is_floating_point_v<V>) return simd::native_lanes<V>;
    else return 1;
  }();
  using Shared = Schedule<P, lanes>;

  template <std::size_t I>
  FENCHEL_INLINE void statement() {
    constexpr Statement s = W::at[I];
    if constexpr (s.op >= 0 && P::matters[I] && Shared::leader[I] == static_cast<short>(I)) {
      using Op = typename primitive::Elementwise::template type_at<static_cast<std::size_t>(s.op)>;
      using Together = Group<Shared, static_cast<short>(I)>;
      constexpr auto inputs = std::make_index_sequence<Op::arity>{};
      if constexpr (Together::size == 1) evaluate<Op, I>(inputs);
      else evaluate_group<Op, Together>(inputs, std::make_index_sequence<Together::size>{});
    }
  }
  template <short Id, bool IsTruth>
  FENCHEL_INLINE auto operand() const {
    if constexpr (IsTruth) return truth[Id];
    else return at<Id>();
  }
  template <class Op, std::size_t I, std::size_t... K>
  FENCHEL_INLINE void evaluate(std::index_sequence<K...> each) {
    constexpr Statement s = W::at[I];
    constexpr bool condition = Op::facts.signature == Signature::selection;
    constexpr bool truths = Op::facts.signature == Signature::logical;
    evaluate<Op, I>(each, operand<s.from[K], truths || (condition && K == 0)>()...);
  }
  template <class Op, std::size_t I, std::size_t... K, class... X>
  FENCHEL_INLINE void evaluate(std::index_sequence<K...>, const X&... x) {
    if constexpr (traits_at(W::at[I].op).truth) {
      truth[I] = primitive::apply<Op>(x...);
    } else if constexpr (Shared::twin[I] >= 0) {
      constexpr short first = Shared::twin[I], theirs = P::partial[first][0],
                      ours = P::partial[I][0];
      value[I] = signed_by<traits_at(W::at[first].op).twin_sign>(slot[theirs]);
      if constexpr (ours >= 0)
        slot[ours] = signed_by<traits_at(W::at[I].op).twin_sign>(value[first]);
    } else if constexpr (primitive::Paired<Op, V> && P::partial[I][0] >= 0) {
      const auto [y, partial] = Op::both(x...);
      value[I] = y;
      slot[P::partial[I][0]] = partial;
    } else {
      value[I] = primitive::apply<Op>(x...);
      (keep_partial<Op, I, K>(value[I], x...), ...);
    }
  }
  template <class Op, std::size_t I, std::size_t K, class... X>
  FENCHEL_INLINE void keep_partial(const V& y, const X&... x) {
    constexpr short to = P::partial[I][K];
    if constexpr (to >= 0) slot[to] = partial_at<Op, K>(y, x...);
  }
  template <class Op, std::size_t K, class Y, class... X>
  static FENCHEL_INLINE Y partial_at(const Y& y, const X&... x) {
    if constexpr (requires { Op::template chain<int(K)>(y, y, x...); })
      return Op::template chain<int(K)>(Y(1.0), y, x...);
    else return Op::template partial<int(K)>(y, x...);
  }

  template <class Op, class G, std::size_t... K, std::size_t... J>
  FENCHEL_INLINE void evaluate_group(std::index_sequence<K...> inputs,
                                     std::index_sequence<J...> members) {
    using Wide = simd::Packet<V, static_cast<int>(std::bit_ceil(sizeof...(J)))>;
    const auto packed = [&]<std::size_t Input>() __attribute__((always_inline)) {
      Wide x(V(0));
      (x.set(static_cast<int>(J), at<W::at[G::member[J]].from[Input]>()), ...);
      return x;
    };
    evaluate_packed<Op, G, Wide>(inputs, members, packed.template operator()<K>()...);
  }
  template <class Op, class G, class Wide, std::size_t... K, std::size_t... J, class... X>
  FENCHEL_INLINE void evaluate_packed(std::index_sequence<K...>, std::index_sequence<J...> members,
                                      const X&... x) {
    constexpr bool slopes = ((P::partial[G::member[J]][0] >= 0) || ...);
    if constexpr (primitive::Paired<Op, Wide> && slopes) {
      const auto [y, partial] = Op::both(x...);
      ((value[G::member[J]] = y[static_cast<int>(J)]), ...);
      unpack_partials<G, 0>(partial, members);
    } else {
      const Wide y = primitive::apply<Op>(x...);
      ((value[G::member[J]] = y[static_cast<int>(J)]), ...);
      (partials_of_group<Op, G, K>(members, y, x...), ...);
    }
  }
  template <class Op, class G, std::size_t K, std::size_t... J, class Wide, class... X>
  FENCHEL_INLINE void partials_of_group(std::index_sequence<J...> members, const Wide& y,
                                        const X&... x) {
    if constexpr (((P::partial[G::member[J]][K] >= 0) || ...))
      unpack_partials<G, K>(partial_at<Op, K>(y, x...), members);
  }
  template <class G, std::size_t K, class Wide, std::size_t... J>
  FENCHEL_INLINE void unpack_partials(const Wide& partial, std::index_sequence<J...>) {
    const auto unpack = [&]<std::size_t Lane>() __attribute__((always_inline)) {
      constexpr short to = P::partial[G::member[Lane]][K];
      if constexpr (to >= 0) slot[to] = partial[static_cast<int>(Lane)];
    };
    (unpack.template operator()<J>(), ...);
  }
  template <int Sign>
  static FENCHEL_INLINE V signed_by(const V& x) {
    if constexpr (Sign < 0) return -x;
    else return x;
  }

  template <std::size_t I>
  FENCHEL_INLINE void step() {
    constexpr MultiplyAdd m = P::step[I];
    slot[static_cast<std::size_t>(P::partials) + I] = added<I>(number<m.a>());
  }
  template <std::size_t I>
  FENCHEL_INLINE V added(const V& a) const {
    constexpr MultiplyAdd m = P::step[I];
    const V first = signed_by<m.sign>(a);
    if constexpr (m.c == MultiplyAdd::none) return times<m.b>(first);
    else if constexpr (m.b == Edge::one) return number<m.c>() + first;
    else if constexpr (Masked) return number<m.c>() + times<m.b>(first);
    else return multiply_add(first, number<m.b>(), number<m.c>());
  }
  template <short B>
  FENCHEL_INLINE V times(const V& a) const {
    if constexpr (Masked) return V(masked_multiply(a, number<B>()));
    else return a * number<B>();
  }
};

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
