// SPDX-License-Identifier: Apache-2.0
// The product of an array expression. Its derivative by an element is the product of the others,
// which is the product divided by the element if that is a normal number.
#pragma once

#include <fenchel/expr/careful_product.hpp>
#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Neither zero nor infinite nor close to either, and not NaN.
template <class T>
FENCHEL_INLINE bool is_normal(T x) {
  const T size = simd::abs(x);
  return size >= std::numeric_limits<T>::min() && size < T(inf);
}

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
  ProductFold<V> rest{None{}};
  Accumulators<V> zeros{T(0)};
  struct Frame {
    T rest, zeros;
  };

  FENCHEL_INLINE explicit NonzeroFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    const auto zero = y == V(T(0));
    rest.take(p, simd::select(zero, V(T(1)), y));
    zeros.lane[P::lane] = zeros.lane[P::lane] + p.keep(simd::select(zero, V(T(1)), V(T(0))));
  }
  FENCHEL_INLINE Frame result() const { return {rest.result(), zeros.sum()}; }
};

struct Product {
  static constexpr const char* name = "prod";
  static constexpr bool chooses = true;  ///< zeros

  /// A product that is a normal number, one that is zero while its other factors have a normal
  /// product, or one of which another order of multiplication may tell more.
  enum class Kind { normal, zero, other };
  template <class T>
  struct Frame {
    T value;
    Kind kind = Kind::normal;
    T rest = 1, zeros = 0;
  };

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    using V = packet_of<E>;
    Frame<typename E::Real> frame{fold_over<ProductFold<V>>(e, None{})};
    if (!is_normal(frame.value)) [[unlikely]]
      look_closer(e, frame);
    return frame;
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    if (frame.kind == Kind::zero) [[unlikely]]
      return reverse_at_zero(e, frame, seed);
    if (frame.kind == Kind::other) [[unlikely]] {
      const E copy = e;
      return reverse_by_factors(copy, seed);
    }
    const T value = frame.value;
    send_back(e, [=](V y) { return V(seed) * (V(value) / y); });
  }

 private:
  template <class E, class F>
  static FENCHEL_INLINE void look_closer(const E& e, F& frame) {
    if (frame.value == 0) {
      const auto found = fold_over<NonzeroFold<packet_of<E>>>(e, None{});
      frame.rest = found.rest, frame.zeros = found.zeros;
      if (found.zeros > 0 && is_normal(found.rest)) frame.kind = Kind::zero;
    }
    if (frame.kind == Kind::zero) return;
    const E copy = e;
    frame.kind = Kind::other;
    frame.value = product_of(factors_of(copy));
  }

  // Seldom run, from a copy, so that the expression itself stays in registers.
  template <class E>
  [[gnu::noinline, gnu::cold]] static auto factors_of(const E& e) {
    return fold_over<FactorsFold<packet_of<E>>>(e, None{});
  }
  template <class E, class T>
  [[gnu::noinline, gnu::cold]] static void reverse_by_factors(const E& e, T seed) {
    using V = packet_of<E>;
    const Factors<T> all = factors_of(e);
    send_back<true>(e, [=](V y) { return V(seed) * product_of_others(all, y); });
  }
  /// The product of the others is zero with their signs, but at a zero that is the only one.
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse_at_zero(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    const T value = seed * frame.value, rest = seed * (frame.zeros == 1 ? frame.rest : 0);
    const bool only = frame.zeros == 1;
    send_back<true>(e, [=](V y) {
      const V zero = V(value) * one_with_sign_of(y);
      return only ? simd::select(y == V(T(0)), V(rest), zero) : zero;
    });
  }
  template <class T>
  static FENCHEL_INLINE T product_of(const Factors<T>& f) {
    using One = simd::Packet<T, 1>;
    const Factors<One> one{f.fraction, f.exponent, f.zeros, f.infinities, f.nans};
    return one.product().raw;
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
