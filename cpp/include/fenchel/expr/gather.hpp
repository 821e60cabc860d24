// SPDX-License-Identifier: Apache-2.0
// `gather(x, i)`: the elements of an array at indices, as an array expression, for models in which
// observations share parameters. The way back adds to the gradient of each element what all of its
// uses say.
#pragma once

#include <fenchel/expr/indices.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class V, bool Active, class I>
struct LoweredGather {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = Active, has_reduction = false;
  const T* data;
  T* gradient;
  const I* index;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    return Value<V>{gathered<V>(p, data, index)};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, E&) {
    scatter_add(p, gradient, index, adj);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {}
};

template <class Leaf, class I, std::size_t N>
struct Gather : Expression {
  using Real = typename Leaf::Real;
  static constexpr std::size_t extent = N;
  static constexpr bool is_active = Leaf::is_active, has_reduction = false;
  static constexpr int cost = 8, writers = is_active;
  template <bool Share>
  static constexpr int arrays = 0;

  Leaf array;
  Indices<I, N> index;

  FENCHEL_INLINE Gather(const Leaf& x, const Indices<I, N>& i) : array(x), index(i) {}

  constexpr std::size_t size() const { return index.data.size(); }
  [[gnu::cold]] std::string describe() const {
    return "gather(" + array.describe() + ", " + index.describe() + ")";
  }
  bool same(const Gather& other) const {
    return array.same(other.array) && index.same(other.index);
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (is_active) visit.summed(array.gradient, array.size());
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredGather<V, is_active, I>{array.data.data(), array.gradient, index.data.data()};
  }
};

template <class E>
inline constexpr bool is_array_leaf = false;
template <class T, std::size_t N, bool Active>
inline constexpr bool is_array_leaf<Array<T, N, Active>> = true;

}  // namespace expr

/// x[i] for each i of a range of integers. They are checked here; to check them once for many
/// expressions, name them by `indices`.
template <class X, class Index>
  requires(expr::Node<X> && expr::IndexOperand<Index>)
FENCHEL_INLINE auto gather(const X& x, Index&& i) {
  static_assert(expr::is_array_leaf<X>,
                "fenchel: gather takes from an array leaf: f(gather(x, i)) is gather(f(x), i).");
  const auto index = expr::checked_indices(
      std::forward<Index>(i), x.size(),
      [&](const std::string& text) { return "gather(" + x.describe() + ", " + text + ")"; });
  return expr::Gather(x, index);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
