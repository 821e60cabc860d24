// SPDX-License-Identifier: Apache-2.0
// The product of an array expression. Its derivative by an element is the product of the others,
// which is the product divided by the element if that is a normal number.
#pragma once

#include <fenchel/expr/careful_product.hpp>
#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The product, and whether it is a normal number. If not, other orders may tell more than it does.
template <class V>
struct ProductFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> product{T(1)};

  FENCHEL_INLINE explicit ProductFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    product.lane[P::lane] = product.lane[P::lane] * p.keep(y, T(1));
  }
  struct Frame {
    T value;
    bool normal;
  };
  FENCHEL_INLINE Frame result() const {
    const T value = product.folded([](auto a, auto b) { return a * b; }), size = simd::abs(value);
    return {value, size >= std::numeric_limits<T>::min() && size < T(inf)};
  }
};

struct Product {
  static constexpr const char* name = "prod";
  static constexpr bool chooses = true;  ///< zeros

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    using V = packet_of<E>;
    auto frame = fold_over<ProductFold<V>>(e, None{});
    if (!frame.normal) [[unlikely]]
      frame.value = product_of(factors_of(e));
    return frame;
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    if (!frame.normal) [[unlikely]]
      return reverse_with_care(e, seed);
    const T value = frame.value;
    send_back(e, [=](V y) { return V(seed) * (V(value) / y); });
  }

 private:
  template <class E>
  static FENCHEL_INLINE auto factors_of(const E& e) {
    return fold_over<FactorsFold<packet_of<E>>>(e, None{});
  }
  template <class T>
  static FENCHEL_INLINE T product_of(const Factors<T>& f) {
    using One = simd::Packet<T, 1>;
    const Factors<One> one{f.fraction, f.exponent, f.zeros, f.infinities, f.nans};
    return one.product().raw;
  }
  template <class E, class T>
  static FENCHEL_INLINE void reverse_with_care(const E& e, T seed) {
    using V = packet_of<E>;
    const Factors<T> all = factors_of(e);
    send_back<true>(e, [=](V y) { return V(seed) * product_of_others(all, y); });
  }
};

}  // namespace expr

/// The product of an array expression. 1 if it is empty. Where zeros, infinities, NaN or the range
/// of the type come into play, value and gradient are what exact products say, then rounded.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto prod(const E& e) {
  return expr::Reduction<expr::Product, E>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
