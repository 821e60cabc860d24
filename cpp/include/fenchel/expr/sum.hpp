// SPDX-License-Identifier: Apache-2.0
// Reductions of array expressions: sum, mean, dot.
#pragma once

#include <fenchel/expr/pass.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Runs the pass that fits: lets shared if their uses agree, one register if there is one active
/// array.
template <bool Gradient, class E>
typename E::Real total(const E& e, typename E::Real seed, bool one_array) {
  constexpr bool has_lets = lets_of<E>::size > 0, may_be_one = Gradient && E::arrays > 1;
  const auto run = [&]<bool Share>() {
    if constexpr (may_be_one)
      if (one_array) return run_pass<Gradient, Share, true>(e, seed);
    return run_pass<Gradient, Share, false>(e, seed);
  };
  if constexpr (has_lets)
    if (lets_agree(e, lets_of<E>{})) return run.template operator()<true>();
  return run.template operator()<false>();
}

template <class T, class E>
struct LoweredSum {
  static constexpr bool is_active = E::is_active, has_reduction = true;
  const E& body;
  bool one_array;

  template <class P, class Environment>
  auto forward(const P&, Environment&) {
    return Value<T>{total<false>(body, T(1), false)};
  }
  template <class F, class P, class Environment>
  void reverse(const F&, T adj, const P&, Environment&) {
    evaluate(adj);
  }
  /// Value and gradient in one pass.
  T evaluate(T seed) {
    if constexpr (is_active) return total<true>(body, seed, one_array);
    else return total<false>(body, seed, false);
  }
};

template <class E>
struct Sum : Expression {
  using Real = typename E::Real;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool is_active = E::is_active, has_reduction = true;
  static constexpr int cost = 1, arrays = 0, writers = E::writers;

  E body;
  bool one_array = false;  ///< set by the plan of the gradients

  FENCHEL_INLINE explicit Sum(const E& e) : body(e) {}

  constexpr std::size_t size() const { return 1; }
  std::string describe() const { return "sum(" + body.describe() + ")"; }
  bool same(const Sum& other) const { return body.same(other.body); }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (is_active) visit.pass(body, one_array);
  }
  template <class V, bool Share>
  FENCHEL_INLINE auto lower() const {
    return LoweredSum<V, E>{body, one_array};
  }
};

}  // namespace expr

/// The sum of an array expression. 0 if it is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto sum(const E& e) {
  static_assert(expr::ArrayNode<E>, "fenchel: sum, mean and dot reduce an array, not a number.");
  return expr::Sum<E>(e);
}

/// The mean of an array expression. NaN if it is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto mean(const E& e) {
  return sum(e) / static_cast<typename E::Real>(e.size());
}

/// The sum of the products of two array expressions.
template <class A, class B>
  requires(expr::Node<A> && expr::Node<B>)
FENCHEL_INLINE auto dot(const A& a, const B& b) {
  return sum(a * b);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
