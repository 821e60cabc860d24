// SPDX-License-Identifier: Apache-2.0
// log(sum(exp(e))) without overflow: a pass finds the largest element, a second one sums the
// exponentials of the differences. Those are also the gradient, but for a factor that is known only
// then: the second pass writes them down, a third one multiplies.
#pragma once

#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The largest element that is a number.
template <class V>
struct TopFold : FoldBase<V> {
  using T = simd::lane_t<V>;
  Accumulators<V> top{T(-inf)};

  FENCHEL_INLINE explicit TopFold(None) {}
  template <class P>
  FENCHEL_INLINE void take(const P&, V y) {
    V& old = top.lane[P::lane];
    old = simd::select(y > old, y, old);
  }
  FENCHEL_INLINE T result() const {
    return top.folded([](auto a, auto b) { return simd::select(b > a, b, a); });
  }
};

/// The sum of exp(y - shift); each element is sent back what it contributes.
template <class V, bool Reverses>
struct ExpFold : FoldBase<V, Reverses> {
  using T = simd::lane_t<V>;
  struct Start {
    T shift, seed;
  };
  static constexpr bool rescales = true;
  Accumulators<V> total{T(0)};
  V shift, last{T(0)};
  T seed;

  FENCHEL_INLINE explicit ExpFold(const Start& s) : shift(s.shift), seed(s.seed) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    last = simd::exp(y - shift);
    total.lane[P::lane] = total.lane[P::lane] + p.keep(last);
  }
  FENCHEL_INLINE V adjoint(V) const { return last; }
  FENCHEL_INLINE T result() const { return total.sum(); }
  FENCHEL_INLINE T factor() const { return share(seed, result()); }

  /// No element has a share in a sum of zeros.
  static FENCHEL_INLINE T share(T seed, T sum) { return sum == T(0) ? T(0) : seed / sum; }
};

/// Whether a pass stores all gradients of its arrays, so that they can be multiplied afterwards.
template <class T>
struct Storing {
  bool all = true;

  void array(T*, std::size_t, bool& adds) { all = all && !adds; }
  void block(T*, std::size_t, bool&) { all = false; }
  void summed(T*, std::size_t) { all = false; }
  void scalar(T*) {}
  void unreached(T*, std::size_t) {}
  /// Lines of a matrix have sent all back before the factor is known.
  template <class E>
  void pass(E&) {
    all = all && Node<E>;
  }
};

struct LogSumExp {
  static constexpr const char* name = "logsumexp";
  static constexpr bool chooses = false;
  template <class T>
  struct Frame {
    T value, shift, sum;
  };

  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    return frame_of<false>(e, shift_of(e), typename E::Real(1));
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F& frame, T seed) {
    using V = packet_of<E>;
    const T shift = frame.shift, factor = ExpFold<V, true>::share(seed, frame.sum);
    send_back(e, [=](V y) { return simd::exp(y - V(shift)) * V(factor); });
  }
  template <class E, class T>
  static FENCHEL_INLINE T both(const E& e, T seed) {
    E leaves = e;
    Storing<T> storing;
    leaves.each_leaf(storing);
    if (!storing.all) {
      const auto frame = forward(e);
      reverse(e, frame, seed);
      return frame.value;
    }
    return frame_of<true>(e, shift_of(e), seed).value;
  }

 private:
  template <bool Reverses, class E, class T>
  static FENCHEL_INLINE auto frame_of(const E& e, T shift, T seed) {
    using Folding = ExpFold<packet_of<E>, Reverses>;
    const T sum = fold_over<Folding>(e, typename Folding::Start{shift, seed});
    return Frame<T>{shift + simd::log(sum), shift, sum};
  }
  /// A finite number near the largest element.
  template <class E>
  static FENCHEL_INLINE auto shift_of(const E& e) {
    using T = typename E::Real;
    const T top = fold_over<TopFold<packet_of<E>>>(e, None{});
    return simd::abs(top) < T(inf) ? top : T(0);
  }
};

}  // namespace expr

/// The logarithm of the sum of the exponentials. -inf if the array is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto logsumexp(const E& e) {
  return expr::Reduction<expr::LogSumExp, E>(e);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
