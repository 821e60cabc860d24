// SPDX-License-Identifier: Apache-2.0
// The node of a reduction: an array expression folded to a number.
#pragma once

#include <fenchel/expr/pass.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The packets a body is computed in.
template <class E>
using packet_of = simd::Native<typename E::Real>;

/// The adjoints alone, by a rule that gives the adjoint of an element.
template <bool Chooses = false, class E, class Rule>
FENCHEL_INLINE void send_back(const E& e, const Rule& rule) {
  fold_over<ReverseFold<packet_of<E>, Rule, Chooses>>(e, rule);
}

/// The way back of a reduction that was not chosen: zero, whatever the partials are.
template <class E>
FENCHEL_INLINE void clear_gradients(const E& e) {
  using V = packet_of<E>;
  send_back<true>(e, [](V) { return V(0); });
}

/// A Kind of reduction is a set of static functions over a body e:
///   forward(e)                     a frame: its `value`, and what the way back needs
///   reverse(e, frame, seed)   sends seed times the gradient to the leaves
///   both(e, seed)             optional: value and way back with fewer passes
/// with a name, and `chooses` if some elements may not count for it.
template <class Kind, class T, class E>
struct LoweredReduction {
  static constexpr bool is_active = E::is_active, has_reduction = true;
  const E& body;

  template <class P, class Environment>
  FENCHEL_INLINE auto forward(const P&, Environment&) {
    return Kind::forward(body);
  }
  template <class F, class P, class Environment>
  FENCHEL_INLINE void reverse(const F& frame, T adj, const P&, Environment&) {
    if constexpr (is_guarded<P>)
      if (adj == T(0)) return clear_gradients(body);
    Kind::reverse(body, frame, adj);
  }
  FENCHEL_INLINE T evaluate(T seed) {
    if constexpr (!is_active) return Kind::forward(body).value;
    else if constexpr (requires { Kind::both(body, seed); }) return Kind::both(body, seed);
    else {
      const auto frame = Kind::forward(body);
      Kind::reverse(body, frame, seed);
      return frame.value;
    }
  }
};

template <class Kind, class E>
struct Reduction : Expression {
  static_assert(ArrayNode<E>,
                "fenchel: a reduction such as sum or max is of an array, not of a number.");
  static_assert(!is_truth<E>, "fenchel: a reduction is of numbers: where(mask, 1.0, 0.0) counts.");
  using Real = typename E::Real;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool is_active = E::is_active, has_reduction = true;
  static constexpr bool chooses = Kind::chooses;
  static constexpr int cost = 1, writers = E::writers;
  template <bool Share>
  static constexpr int arrays = 0;

  using Children = primitive::TypeList<E>;

  E body;

  FENCHEL_INLINE explicit Reduction(const E& e) : body(e) {}

  constexpr std::size_t size() const { return 1; }
  [[gnu::cold]] std::string describe() const { return Kind::name + ("(" + body.describe() + ")"); }
  bool same(const Reduction& other) const { return body.same(other.body); }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (writers > 0) visit.pass(body);
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(body);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredReduction<Kind, V, E>{body};
  }
};

/// 2^n, to compare with.
template <class T>
constexpr T power_of_two(int n) {
  T power(1);
  for (; n > 0; --n) power *= 2;
  for (; n < 0; ++n) power /= 2;
  return power;
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
