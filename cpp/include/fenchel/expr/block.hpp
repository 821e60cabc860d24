// SPDX-License-Identifier: Apache-2.0
// Array expressions of fixed size that are computed whole, such as the factor of a matrix: each of
// their elements needs all of what they are made of. A node of that kind computes its values before
// a pass and sends its adjoints on after it. `let` makes all uses in an expression share one.
#pragma once

#include <array>
#include <fenchel/expr/leaf.hpp>
#include <fenchel/expr/let.hpp>
#include <fenchel/expr/pass.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Writes what a pass computes to memory.
template <class V>
struct StoreFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  T* to;

  FENCHEL_INLINE explicit StoreFold(T* memory) : to(memory) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    p.store(to, y);
  }
  FENCHEL_INLINE bool result() const { return true; }
};

/// The way back from adjoints in memory. Zeros among them are choices: nobody reads the upper
/// triangle of a factor.
template <class V>
struct LoadFold : FoldBase<V, true> {
  using T = simd::lane_t<V>;
  static constexpr bool chooses = true;
  const T* from;
  V adjoint_here{T(0)};

  FENCHEL_INLINE explicit LoadFold(const T* memory) : from(memory) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V) {
    adjoint_here = p.load(from);
  }
  FENCHEL_INLINE V adjoint(V) const { return adjoint_here; }
  FENCHEL_INLINE bool result() const { return true; }
};

/// An expression computed whole: its values, and the adjoints that its uses add up. `reverse` sends
/// them on. This is the one of elementwise expressions and leaves; nodes have their own.
template <class E>
struct Block {
  using T = typename E::Real;
  using Packet = simd::Native<T>;
  static constexpr bool is_active = E::is_active;
  const E& e;
  std::array<T, E::extent> value, adjoint{};

  explicit Block(const E& expression) : e(expression) {
    fold_over<StoreFold<Packet>>(e, value.data());
  }
  void reverse() {
    if constexpr (is_active) fold_over<LoadFold<Packet>>(e, static_cast<const T*>(adjoint.data()));
  }
};

/// A leaf is read and written in place.
template <class T, std::size_t N, bool Active>
struct Block<Array<T, N, Active>> {
  static constexpr bool is_active = Active;
  const Array<T, N, Active>& leaf;
  std::span<const T, N> value;
  std::array<T, N> adjoint{};

  explicit Block(const Array<T, N, Active>& array) : leaf(array), value(array.data) {}
  void reverse() {
    if constexpr (Active)
      for (std::size_t i = 0; i < N; ++i)
        leaf.gradient[i] = leaf.adds ? leaf.gradient[i] + adjoint[i] : adjoint[i];
  }
};

/// The use of a shared one: who computed it sends its adjoints on.
template <class Body, int Id>
struct Block<Let<Body, Id>> {
  using T = typename Body::Real;
  static constexpr bool is_active = Body::is_active;
  const std::array<T, Body::extent>& value;
  std::array<T, Body::extent>& adjoint;

  explicit Block(const Let<Body, Id>& let)
      : value(let.shared->value), adjoint(let.shared->adjoint) {}
  void reverse() {}
};

template <class T, std::size_t N>
bool all_zero(const std::array<T, N>& x) {
  using V = simd::Native<T>;
  constexpr std::size_t width = V::lanes;
  bool zero = true;
  std::size_t i = 0;
  for (; i + width <= N; i += width) zero &= !simd::any(simd::load<V>(x.data() + i) != V(T(0)));
  for (; i < N; ++i) zero &= x[i] == T(0);
  return zero;
}

/// A whole one as part of a pass.
template <class V, class E>
struct LoweredBlock {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = E::is_active, has_reduction = false;
  Block<E> block;
  std::array<T, E::extent> adjoint{};  ///< without the factor of the pass

  FENCHEL_INLINE explicit LoweredBlock(const E& e) : block(e) {}

  template <class P, class Environment>
  FENCHEL_INLINE auto forward(const P& p, Environment&) {
    return Value<V>{p.load(block.value.data())};
  }
  template <class F, class P, class Environment>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, Environment&) {
    p.store(adjoint.data(), adj);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class... P>
  FENCHEL_INLINE void finish(T factor, const P&...) {
    for (std::size_t i = 0; i < adjoint.size(); ++i) block.adjoint[i] += factor * adjoint[i];
    block.reverse();
  }
};

/// The base of the nodes. `Self` has a name, and Block<Self> is its rule.
template <class Self, std::size_t N, class... A>
struct BlockNode : Expression {
  using Real = typename RealOf<A...>::type;
  static_assert((std::is_same_v<typename A::Real, Real> && ...),
                "fenchel: an expression mixes float and double.");
  static constexpr std::size_t extent = N;
  static constexpr bool is_block = true, is_active = (A::is_active || ...), has_reduction = false;
  static constexpr int cost = 1, writers = (A::writers + ...);
  template <bool Share>
  static constexpr int arrays = 0;
  using Children = primitive::TypeList<A...>;
  using Each = std::index_sequence_for<A...>;

  Cells<A...> inputs;

  FENCHEL_INLINE explicit BlockNode(const A&... a) : inputs{{a}...} {}

  constexpr std::size_t size() const { return N; }
  [[gnu::cold]] std::string describe() const { return described(Each{}); }
  bool same(const BlockNode& other) const { return all_same(other, Each{}); }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    leaves_of(visit, Each{});
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    children_of(visit, Each{});
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredBlock<V, Self>(static_cast<const Self&>(*this));
  }
  template <class V, class L>
  static FENCHEL_INLINE auto lower_shared(const L& let) {
    return LoweredBlock<V, L>(let);
  }

 private:
  template <std::size_t... I>
  [[gnu::cold]] std::string described(std::index_sequence<I...>) const {
    std::string text;
    ((text += (I == 0 ? "" : ", ") + get<I>(inputs).describe()), ...);
    return Self::name + ("(" + text + ")");
  }
  template <std::size_t... I>
  bool all_same(const BlockNode& other, std::index_sequence<I...>) const {
    return (get<I>(inputs).same(get<I>(other.inputs)) && ...);
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void children_of(const Visit& visit, std::index_sequence<I...>) {
    (visit(get<I>(inputs)), ...);
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void leaves_of(Visit&& visit, std::index_sequence<I...>) {
    (leaves_of_input(visit, get<I>(inputs)), ...);
  }
  /// What is not computed whole has a pass of its own.
  template <class Visit, class Input>
  FENCHEL_INLINE static void leaves_of_input(Visit&& visit, Input& input) {
    if constexpr (BlockExpression<Input>) input.each_leaf(visit);
    else if constexpr (Input::writers > 0) visit.pass(input);
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
