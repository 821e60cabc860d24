// SPDX-License-Identifier: Apache-2.0
// The largest and the smallest element of an array expression.
#pragma once

#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

struct Larger {
  static constexpr const char* name = "max";
  static constexpr double worst = -inf;
  template <class V>
  static FENCHEL_INLINE V of(V a, V b) {
    return simd::max(a, b);
  }
};

struct Smaller {
  static constexpr const char* name = "min";
  static constexpr double worst = inf;
  template <class V>
  static FENCHEL_INLINE V of(V a, V b) {
    return simd::min(a, b);
  }
};

/// The best element, and how often it occurs. A NaN is the best of all.
template <class V, class Best>
struct ExtremeFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> best{T(Best::worst)}, ties{T(0)};

  FENCHEL_INLINE explicit ExtremeFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V element) {
    V& old = best.lane[P::lane];
    V& count = ties.lane[P::lane];
    const V y = p.keep(element, T(Best::worst));
    const V next = Best::of(old, y);
    const V one = p.keep(V(T(1)), T(0));
    count = simd::select(next == old, count, V(T(0))) + simd::select(next == y, one, V(T(0)));
    old = next;
  }
  FENCHEL_INLINE auto result() const {
    const T y = best.folded([](auto a, auto b) { return Best::of(a, b); });
    Accumulators<V> count{T(0)};
    for (int k = 0; k < most_lanes; ++k)
      count.lane[k] = simd::select(best.lane[k] == V(y), ties.lane[k], V(T(0)));
    return Frame{y, count.sum()};
  }
  struct Frame {
    T value, count;
  };
};

/// Tied elements share the derivative.
template <class Best>
struct Extreme {
  static constexpr const char* name = Best::name;
  static constexpr bool chooses = true;

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    return fold_over<ExtremeFold<packet_of<E>, Best>>(e, None{});
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    const T best = frame.value, share = seed / frame.count;
    send_back<true>(e, [=](V y) { return simd::select(y == V(best), V(share), V(T(0))); });
  }
};

template <class Best, class E>
FENCHEL_INLINE auto extreme_of(const E& e) {
  static_assert(E::extent != 0, "fenchel: max and min of no elements are not defined.");
  if (e.size() == 0) [[unlikely]]
    fail<ShapeError>(std::string(Best::name) + "(" + e.describe() +
                     "): the maximum or minimum of no elements is not defined");
  return Reduction<Extreme<Best>, E>(e);
}

}  // namespace expr

/// The largest element; NaN if there is one.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto max(const E& e) {
  return expr::extreme_of<expr::Larger>(e);
}

/// The smallest element; NaN if there is one.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto min(const E& e) {
  return expr::extreme_of<expr::Smaller>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
