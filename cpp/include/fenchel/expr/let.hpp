// SPDX-License-Identifier: Apache-2.0
// A named subexpression: `auto z = let(x - 0.5)` is computed once per pass, however often z is
// used.
//
// Expressions are values, so the uses of z are equal copies; those of one type share a register if
// they read the same memory. Two different lets of one type in one pass are computed at every use,
// which is right but slower; numbers tell them apart: let<1>(a), let<2>(b). A let of a scalar, a
// reduction or the factor of a matrix is computed once per evaluation, and its reverse sweep runs
// once (expr/shared.hpp).
#pragma once

#include <fenchel/expr/apply.hpp>
#include <fenchel/primitive/typelist.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The use of a shared let: its value and its adjoint are in the environment.
template <class V, class L>
struct LoweredLet {
  static constexpr bool is_active = L::is_active, has_reduction = false;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E& env) {
    return Value<decltype(env.template get<L>().value)>{env.template get<L>().value};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P&, E& env) {
    auto& slot = env.template get<L>();
    slot.adjoint = slot.adjoint + adj;
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(simd::lane_t<V>, const P&) {}
};

/// An environment in which the value of L is known.
template <class V, class L, class Y, class Parent>
struct LetEnv {
  Parent& parent;
  Y value;
  V adjoint = V(simd::lane_t<V>(-0.0));

  FENCHEL_INLINE auto& root() { return parent.root(); }
  template <class Wanted>
  FENCHEL_INLINE auto& get() {
    if constexpr (std::is_same_v<Wanted, L>) return *this;
    else return parent.template get<Wanted>();
  }
};

/// What all uses of a let of a scalar share.
template <class T>
struct SharedScalar {
  T value, adjoint;
};

template <class T, bool Active>
struct LoweredShared {
  static constexpr bool is_active = Active, has_reduction = false;
  SharedScalar<T>* shared;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<T>{shared->value};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, T adj, const P&, E&) {
    shared->adjoint += adj;
  }
};

/// Whether all elements of E are computed before one is used (expr/block.hpp).
template <class E>
concept BlockExpression = requires { requires E::is_block; };
template <class E>
struct Block;

template <class Body, int Id>
struct Let : Expression {
  using Real = typename Body::Real;
  static constexpr std::size_t extent = Body::extent;
  static constexpr bool is_active = Body::is_active, has_reduction = Body::has_reduction;
  static constexpr int cost = Body::cost, writers = Body::writers;
  template <bool Share>
  static constexpr int arrays = Share && extent != scalar_extent ? 0 : Body::template arrays<Share>;

  static constexpr bool is_scalar = extent == scalar_extent, is_block = BlockExpression<Body>;
  static constexpr bool is_shared = is_scalar || is_block;  ///< by the whole expression
  using Shared = std::conditional_t<is_block, Block<Body>, SharedScalar<Real>>;
  using Children = primitive::TypeList<Body>;

  Body body;
  Shared* shared = nullptr;  ///< set before evaluation
  bool is_first = false;     ///< the use that stands for the others

  FENCHEL_INLINE explicit Let(const Body& b) : body(b) {}

  constexpr std::size_t size() const { return body.size(); }
  [[gnu::cold]] std::string describe() const { return body.describe(); }
  bool same(const Let& other) const { return body.same(other.body); }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if (!is_shared || is_first) body.each_leaf(visit);
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(body);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    if constexpr (is_scalar) return LoweredShared<Real, is_active>{shared};
    else if constexpr (is_block) return Body::template lower_shared<V>(*this);
    else if constexpr (Share) return LoweredLet<V, Let>{};
    else return expr::lower<V, Share, First>(body);
  }
};

template <class Body, int Id>
inline constexpr bool is_truth<Let<Body, Id>> = is_truth<Body>;

template <class List, class L>
struct Append;
template <class... L, class New>
struct Append<primitive::TypeList<L...>, New> {
  static constexpr bool known = (std::is_same_v<L, New> || ...);
  using type = std::conditional_t<known, primitive::TypeList<L...>, primitive::TypeList<L..., New>>;
};

/// The different lets in the pass of E, inner ones first; and a search for them.
template <class E>
struct Lets {
  template <class List>
  using after = List;
  template <class L, class Visit>
  static void each(const E&, Visit&) {}
};

template <class List, class... A>
struct Fold {
  using type = List;
};
template <class List, class A, class... B>
struct Fold<List, A, B...> : Fold<typename Lets<A>::template after<List>, B...> {};

template <class Op, class... A>
  requires(Apply<Op, A...>::extent != scalar_extent)
struct Lets<Apply<Op, A...>> {
  template <class List>
  using after = typename Fold<List, A...>::type;
  template <class L, class Visit>
  static void each(const Apply<Op, A...>& e, Visit& visit) {
    each_input<L>(e, visit, std::index_sequence_for<A...>{});
  }
  template <class L, class Visit, std::size_t... I>
  static void each_input(const Apply<Op, A...>& e, Visit& visit, std::index_sequence<I...>) {
    (Lets<A>::template each<L>(get<I>(e.inputs), visit), ...);
  }
};

template <class Body, int Id>
  requires(!Let<Body, Id>::is_shared)
struct Lets<Let<Body, Id>> {
  template <class List>
  using after = typename Append<typename Lets<Body>::template after<List>, Let<Body, Id>>::type;
  template <class L, class Visit>
  static void each(const Let<Body, Id>& e, Visit& visit) {
    if constexpr (std::is_same_v<L, Let<Body, Id>>) visit(e);
    Lets<Body>::template each<L>(e.body, visit);
  }
};

template <class E>
using lets_of = typename Lets<E>::template after<primitive::TypeList<>>;

/// The first use of L in e.
template <class L, class E>
const L& first_use(const E& e) {
  const L* first = nullptr;
  const auto visit = [&](const L& use) {
    if (!first) first = &use;
  };
  Lets<E>::template each<L>(e, visit);
  return *first;
}

/// Whether all uses of each let of e compute the same.
template <class E, class... L>
bool lets_agree(const E& e, primitive::TypeList<L...>) {
  const auto agree = [&]<class Wanted>(std::type_identity<Wanted>) {
    const Wanted& first = first_use<Wanted>(e);
    bool same = true;
    const auto visit = [&](const Wanted& use) { same = same && use.same(first); };
    Lets<E>::template each<Wanted>(e, visit);
    return same;
  };
  return (agree(std::type_identity<L>{}) && ...);
}

}  // namespace expr

/// e, computed once per pass over the data. Different lets of one expression have different
/// numbers.
template <int Id = 0, class E>
  requires expr::Node<E>
FENCHEL_INLINE auto let(const E& e) {
  return expr::Let<E, Id>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
