// SPDX-License-Identifier: Apache-2.0
// The product of an array expression. Its derivative by an element is the product of the others,
// which is the product divided by the element: where an element is zero, zeros are counted.
#pragma once

#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class V>
struct ProductFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> product{T(1)};

  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    product.lane[P::lane] = product.lane[P::lane] * p.keep(y, T(1));
  }
  FENCHEL_INLINE T result() const {
    return product.folded([](T a, T b) { return a * b; });
  }
};

/// The product of what is not zero, and how many zeros there are.
template <class V>
struct NonzeroFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  ProductFold<V> others;
  Accumulators<V> zeros{T(0)};

  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    const auto zero = y == V(T(0));
    others.take(p, simd::select(zero, V(T(1)), y));
    zeros.lane[P::lane] = zeros.lane[P::lane] + p.keep(simd::select(zero, V(T(1)), V(T(0))));
  }
};

struct Product {
  static constexpr const char* name = "prod";
  template <class T>
  struct Frame {
    T value;
  };

  template <class E>
  static auto forward(const E& e) {
    return Frame<typename E::Real>{fold_over(e, ProductFold<packet_of<E>>(), false).result()};
  }
  template <class E, class F, class T>
  static void reverse(const E& e, const F& frame, T seed, bool one_array) {
    using V = packet_of<E>;
    if (frame.value == T(0)) [[unlikely]]
      return reverse_at_zero(e, seed, one_array);
    const V scaled(seed * frame.value);
    send_back(e, [=](V y) { return scaled / y; }, one_array);
  }

 private:
  /// With one zero only its own derivative is not zero; with none, the product underflowed.
  template <class E, class T>
  [[gnu::noinline, gnu::cold]] static void reverse_at_zero(const E& e, T seed, bool one_array) {
    using V = packet_of<E>;
    const auto fold = fold_over(e, NonzeroFold<V>(), false);
    const bool alone = fold.zeros.sum() == T(1);
    const V rest(alone ? seed * fold.others.result() : T(0));
    send_back<true>(
        e, [=](V y) { return simd::select(y == V(T(0)), rest, V(T(0))); }, one_array);
  }
};

}  // namespace expr

/// The product of an array expression. 1 if it is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto prod(const E& e) {
  return expr::Reduction<expr::Product, E>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
