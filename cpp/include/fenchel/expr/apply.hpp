// SPDX-License-Identifier: Apache-2.0
// The node of an elementwise primitive, and the carrier that makes one of every operator and
// function.
#pragma once

#include <fenchel/expr/lowered_apply.hpp>
#include <fenchel/expr/number.hpp>
#include <fenchel/expr/size.hpp>
#include <fenchel/primitive/typelist.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The type a formula is computed in: that of its first node which has one. Masks have none.
template <class...>
struct RealOf {
  using type = void;
};
template <class A, class... B>
struct RealOf<A, B...> : RealOf<B...> {};
template <class A, class... B>
  requires requires { requires !std::is_void_v<typename A::Real>; }
struct RealOf<A, B...> {
  using type = typename A::Real;
};

template <class T, class A>
constexpr bool computes_in() {
  if constexpr (Node<A>)
    return std::is_same_v<typename A::Real, T> || std::is_void_v<typename A::Real>;
  else return true;
}

/// Whether the elements of E are truth values.
template <class E>
inline constexpr bool is_truth = false;
template <class T>
inline constexpr bool is_truth<Number<T, bool>> = true;

template <class Op>
inline constexpr bool gives_truth =
    Op::facts.signature == Signature::comparison || Op::facts.signature == Signature::logical;
/// Whether input I of Op is a truth value.
template <class Op>
constexpr bool takes_truth(std::size_t i) {
  return Op::facts.signature == Signature::logical ||
         (Op::facts.signature == Signature::selection && i == 0);
}

/// Shows the leaves that the way back does not reach.
template <class Visit>
struct WithoutGradient {
  Visit& visit;

  template <class T>
  FENCHEL_INLINE void array(T* gradient, std::size_t size, bool&) const {
    visit.unreached(gradient, size);
  }
  template <class T>
  FENCHEL_INLINE void block(T* gradient, std::size_t size, bool&) const {
    visit.unreached(gradient, size);
  }
  template <class T>
  FENCHEL_INLINE void summed(T* gradient, std::size_t size) const {
    visit.unreached(gradient, size);
  }
  template <class T>
  FENCHEL_INLINE void scalar(T* gradient) const {
    visit.unreached(gradient, 1);
  }
  template <class T>
  FENCHEL_INLINE void unreached(T* gradient, std::size_t size) const {
    visit.unreached(gradient, size);
  }
  template <class E>
  FENCHEL_INLINE void pass(E& body) const {
    body.each_leaf(*this);
  }
};

template <class Op, class... A>
struct Apply : Expression {
  using Real = typename RealOf<A...>::type;
  using Each = std::index_sequence_for<A...>;
  static_assert((computes_in<Real, A>() && ...), "fenchel: an expression mixes float and double.");
  static_assert(extents_match<A...>(), "fenchel: the operands have different sizes.");
  template <std::size_t... I>
  static constexpr bool kinds_fit(std::index_sequence<I...>) {
    return ((is_truth<A> == takes_truth<Op>(I)) && ...);
  }
  static_assert(kinds_fit(Each{}),
                "fenchel: a truth value is no number: where(mask, a, b) chooses by a comparison.");

  static constexpr std::size_t extent = joined_extent<A...>();
  template <std::size_t... I>
  static constexpr bool any_flows(std::index_sequence<I...>) {
    return ((A::is_active && primitive::differentiable<Op, int(I)>) || ...);
  }
  static constexpr bool is_active = any_flows(Each{});
  static constexpr bool has_reduction = (A::has_reduction || ...);
  static constexpr bool chooses = primitive::chooses<Op>;
  static constexpr int cost = (A::cost + ...) + primitive_size<Op>;
  static constexpr int size_here = (primitive_size<Op> + ... + code_size<A>);
  static constexpr bool is_inlined = size_here <= most_code;
  template <bool Share, std::size_t... I>
  static constexpr int arrays_of(std::index_sequence<I...>, std::size_t before) {
    return ((primitive::differentiable<Op, int(I)> && I < before ? A::template arrays<Share> : 0) +
            ...);
  }
  template <bool Share>
  static constexpr int arrays = arrays_of<Share>(Each{}, sizeof...(A));
  static constexpr int writers = (A::writers + ...);

  using Children = primitive::TypeList<A...>;

  Cells<A...> inputs;

  FENCHEL_INLINE explicit Apply(const A&... a) : inputs{{a}...} {
    if constexpr (any_dynamic<A...>()) (check(a), ...);
  }

  constexpr std::size_t size() const {
    if constexpr (extent < scalar_extent) return extent;
    else return size_of(Each{});
  }
  [[gnu::cold]] std::string describe() const {
    return Op::facts.name + ("(" + listed(Each{}) + ")");
  }
  bool same(const Apply& other) const { return all_same(other, Each{}); }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (writers > 0) leaves_of(visit, Each{});
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    children_of(visit, Each{});
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    if constexpr (is_inlined) return lower_each<V, Share, First>(Each{});
    else return lower_apart<V, Share, First>();
  }

 private:
  template <class V, bool Share, int First>
  [[gnu::noinline]] auto lower_apart() const {
    return lower_each<V, Share, First>(Each{});
  }
  template <class B>
  FENCHEL_INLINE void check(const B& operand) const {
    if constexpr (B::extent != scalar_extent)
      if (operand.size() != size()) [[unlikely]]
        fail_sizes(describe(), size(), operand.size());
  }
  /// The size of the first input that has one.
  template <std::size_t... I>
  FENCHEL_INLINE constexpr std::size_t size_of(std::index_sequence<I...>) const {
    std::size_t size = 1;
    (void)(size_of_input(get<I>(inputs), size) || ...);
    return size;
  }
  template <class B>
  FENCHEL_INLINE static constexpr bool size_of_input(const B& operand, std::size_t& size) {
    if constexpr (B::extent != scalar_extent) size = operand.size();
    return B::extent != scalar_extent;
  }
  template <std::size_t... I>
  [[gnu::cold]] std::string listed(std::index_sequence<I...>) const {
    std::string text;
    ((text += (I == 0 ? "" : ", ") + get<I>(inputs).describe()), ...);
    return text;
  }
  template <std::size_t... I>
  bool all_same(const Apply& other, std::index_sequence<I...>) const {
    return (get<I>(inputs).same(get<I>(other.inputs)) && ...);
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void children_of(const Visit& visit, std::index_sequence<I...>) {
    (visit(get<I>(inputs)), ...);
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void leaves_of(Visit&& visit, std::index_sequence<I...>) {
    (visit_input<I>(visit), ...);
  }
  template <std::size_t I, class Visit>
  FENCHEL_INLINE void visit_input(Visit&& visit) {
    if constexpr (primitive::differentiable<Op, int(I)>) get<I>(inputs).each_leaf(visit);
    else get<I>(inputs).each_leaf(WithoutGradient<std::remove_reference_t<Visit>>{visit});
  }
  template <class V, bool Share, int First, std::size_t... I>
  FENCHEL_INLINE auto lower_each(std::index_sequence<I...> each) const {
    using Lowered = LoweredApply<Op, V,
                                 decltype(expr::lower<V, Share, First + arrays_of<Share>(each, I)>(
                                     get<I>(inputs)))...>;
    return Lowered{{{expr::lower<V, Share, First + arrays_of<Share>(each, I)>(get<I>(inputs))}...}};
  }
};

template <class Op, class... A>
inline constexpr bool is_truth<Apply<Op, A...>> = gives_truth<Op>;

template <class Op, class... A>
inline constexpr int code_size<Apply<Op, A...>> =
    Apply<Op, A...>::is_inlined ? Apply<Op, A...>::size_here : 1;

/// Nodes stay, numbers become nodes.
template <class T, class A>
FENCHEL_INLINE auto lift(const A& a) {
  static_assert(Node<A> || std::is_arithmetic_v<A>,
                "fenchel: an operand of a static expression is an expression or a number.");
  if constexpr (Node<A>) return a;
  else if constexpr (std::is_same_v<A, bool>) return Number<T, bool>(a);
  else return Number<T>(static_cast<T>(a));
}

}  // namespace expr
}  // namespace FENCHEL_ARCH

template <expr::Node E>
struct Carrier<E> {
  static constexpr int rank = 50;

  template <class Op, class... A>
  static FENCHEL_INLINE auto apply(const A&... a) {
    using T = typename expr::RealOf<A...>::type;
    return expr::Apply<Op, decltype(expr::lift<T>(a))...>(expr::lift<T>(a)...);
  }
};

}  // namespace fenchel
