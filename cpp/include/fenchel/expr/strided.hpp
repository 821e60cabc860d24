// SPDX-License-Identifier: Apache-2.0
// A line across the memory of a matrix: its elements are a step apart.
#pragma once

#include <fenchel/expr/leaf.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Its gradient is added to, element by element.
template <class V, bool Active>
struct LoweredStrided {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = Active, has_reduction = false;
  const T* data;
  T* gradient;
  std::size_t step, gradient_step;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    return Value<V>{loaded(p, std::make_index_sequence<V::lanes>{})};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, E&) {
    T lanes[V::lanes];
    simd::store(lanes, adj);
    for (int k = 0; k < p.count; ++k)
      gradient[(p.at + static_cast<std::size_t>(k)) * gradient_step] += lanes[k];
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {}

 private:
  template <class P, std::size_t... K>
  FENCHEL_INLINE V loaded(const P& p, std::index_sequence<K...>) const {
    const std::size_t last = static_cast<std::size_t>(p.count - 1);
    const auto at = [&](std::size_t k) {
      return data[(p.at + (P::is_whole || k < last ? k : last)) * step];
    };
    return V::of(typename V::raw_type{at(K)...});
  }
};

template <class T, std::size_t N, bool Active>
struct StridedArray : Expression {
  using Real = T;
  static constexpr std::size_t extent = N;
  static constexpr bool is_active = Active, has_reduction = false;
  static constexpr int cost = 4, writers = Active;
  template <bool Share>
  static constexpr int arrays = 0;

  const T* data;
  T* gradient;
  std::size_t step, gradient_step, count;

  constexpr std::size_t size() const { return count; }
  [[gnu::cold]] std::string describe() const { return with_size("line", count); }
  bool same(const StridedArray& other) const {
    return data == other.data && step == other.step && count == other.count &&
           gradient == other.gradient;
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (Active) visit.summed(gradient, count);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredStrided<V, Active>{data, gradient, step, gradient_step};
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
