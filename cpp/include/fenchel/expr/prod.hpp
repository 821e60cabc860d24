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

  FENCHEL_INLINE explicit ProductFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    product.lane[P::lane] = product.lane[P::lane] * p.keep(y, T(1));
  }
  FENCHEL_INLINE T result() const {
    return product.folded([](auto a, auto b) { return a * b; });
  }
};

/// The product of what is not zero, and how many zeros there are.
template <class V>
struct NonzeroFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  ProductFold<V> others{None{}};
  Accumulators<V> zeros{T(0)};

  FENCHEL_INLINE explicit NonzeroFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    const auto zero = y == V(T(0));
    others.take(p, simd::select(zero, V(T(1)), y));
    zeros.lane[P::lane] = zeros.lane[P::lane] + p.keep(simd::select(zero, V(T(1)), V(T(0))));
  }
  /// The product if there is one zero, else 0.
  FENCHEL_INLINE T result() const { return zeros.sum() == T(1) ? others.result() : T(0); }
};

struct Product {
  static constexpr const char* name = "prod";
  template <class T>
  struct Frame {
    T value;
  };

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    return Frame<typename E::Real>{fold_over<ProductFold<packet_of<E>>>(e, None{})};
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    if (frame.value == T(0)) [[unlikely]]
      return reverse_at_zero(e, seed);
    const T scaled = seed * frame.value;
    send_back(e, [=](V y) { return V(scaled) / y; });
  }

 private:
  /// With one zero only its own derivative is not zero; with none, the product underflowed.
  template <class E, class T>
  static FENCHEL_INLINE void reverse_at_zero(const E& e, T seed) {
    using V = packet_of<E>;
    const T rest = seed * fold_over<NonzeroFold<V>>(e, None{});
    send_back<true>(e, [=](V y) { return simd::select(y == V(T(0)), V(rest), V(T(0))); });
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
