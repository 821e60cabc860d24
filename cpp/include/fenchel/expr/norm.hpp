// SPDX-License-Identifier: Apache-2.0
// The 2-norm of an array expression. Squares that leave the range of the type are computed again,
// in units of the largest element.
#pragma once

#include <fenchel/expr/max.hpp>
#include <fenchel/primitive/elementwise/abs.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The sum of (unit * y)^2.
template <class V>
struct SquaresFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> total{T(0)};
  V unit;

  FENCHEL_INLINE explicit SquaresFold(T u) : unit(u) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V element) {
    const V y = unit * p.keep(element, T(0));
    total.lane[P::lane] = simd::fma(y, y, total.lane[P::lane]);
  }
  FENCHEL_INLINE T result() const { return total.sum(); }
};

struct Norm {
  static constexpr const char* name = "norm";
  static constexpr bool chooses = false;

  /// `unit` is a power of two that keeps the squares in range.
  template <class T>
  struct Frame {
    T value, unit;
  };

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    using T = typename E::Real;
    using Limits = std::numeric_limits<T>;
    const T squares = sum_of_squares(e, T(1));
    constexpr T least = Limits::min() / (Limits::epsilon() * Limits::epsilon());
    if (squares > least && squares < Limits::infinity()) [[likely]]
      return Frame<T>{std::sqrt(squares), T(1)};
    return scaled(e);
  }
  /// The derivative of the norm at 0 is 0.
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    const T unit = frame.unit, factor = frame.value > T(0) ? seed / (frame.value * unit) : T(0);
    send_back(e, [=](V y) { return (y * V(unit)) * V(factor); });
  }

 private:
  template <class E, class T>
  static FENCHEL_INLINE T sum_of_squares(const E& e, T unit) {
    return fold_over<SquaresFold<packet_of<E>>>(e, unit);
  }
  template <class E>
  static FENCHEL_INLINE auto scaled(const E& e) {
    using T = typename E::Real;
    constexpr int half = std::numeric_limits<T>::max_exponent / 2;
    const T top = simd::max(T(0), Extreme<Larger>::forward(fenchel::abs(e)).value);
    if (!(top > T(0) && top < T(inf))) return Frame<T>{top, T(1)};
    const T unit = top > T(1) ? power_of_two<T>(-half - 16) : power_of_two<T>(half + 16);
    return Frame<T>{std::sqrt(sum_of_squares(e, unit)) / unit, unit};
  }
};

}  // namespace expr

/// The square root of the sum of the squares. 0 if the array is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto norm(const E& e) {
  return expr::Reduction<expr::Norm, E>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
