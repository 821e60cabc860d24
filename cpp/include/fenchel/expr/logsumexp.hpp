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

  template <class P>
  FENCHEL_INLINE void take(const P&, V y) {
    V& old = top.lane[P::lane];
    old = simd::select(y > old, y, old);
  }
  FENCHEL_INLINE T result() const {
    return top.folded([](T a, T b) { return b > a ? b : a; });
  }
};

/// The sum of exp(y - shift); each element is sent back what it contributes.
template <class V, bool Reverses>
struct ExpFold : FoldBase<V, Reverses> {
  using T = simd::lane_t<V>;
  Accumulators<V> total{T(0)};
  V shift, last{T(0)};
  T seed = T(1);

  FENCHEL_INLINE ExpFold(T s, T adj) : shift(s), seed(adj) {}
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

  void array(const T*, T*, std::size_t, bool& adds) { all = all && !adds; }
  void block(T*, std::size_t, bool&) { all = false; }
  void summed(T*, std::size_t) { all = false; }
  void scalar(T*) {}
  template <class E>
  void pass(E&, bool&) {}
};

/// Multiplies the gradients of the arrays of a pass.
template <class T>
struct Multiplying {
  T factor;
  bool one_array, done = false;

  void array(const T*, T* gradient, std::size_t size, bool&) {
    using V = simd::Native<T>;
    constexpr std::size_t width = V::lanes;
    if (one_array && done) return;
    done = true;
    const V by(factor);
    std::size_t at = 0;
    for (; at + width <= size; at += width)
      simd::store(gradient + at, simd::load<V>(gradient + at) * by);
    const int rest = static_cast<int>(size - at);
    if (rest > 0)
      simd::store_partial(gradient + at, simd::load_partial<V>(gradient + at, rest) * by, rest);
  }
  void block(T*, std::size_t, bool&) {}
  void summed(T*, std::size_t) {}
  void scalar(T*) {}
  template <class E>
  void pass(E&, bool&) {}
};

struct LogSumExp {
  static constexpr const char* name = "logsumexp";
  template <class T>
  struct Frame {
    T value, shift, sum;
  };

  template <class E>
  static auto forward(const E& e) {
    return frame_of<false>(e, shift_of(e), typename E::Real(1), false);
  }
  template <class E, class F, class T>
  static void reverse(const E& e, const F& frame, T seed, bool one_array) {
    using V = packet_of<E>;
    const V shift(frame.shift), factor(ExpFold<V, true>::share(seed, frame.sum));
    send_back(e, [=](V y) { return simd::exp(y - shift) * factor; }, one_array);
  }
  template <class E, class T>
  static T both(const E& e, T seed, bool one_array) {
    E leaves = e;
    Storing<T> storing;
    leaves.each_leaf(storing);
    if (!storing.all) {
      const auto frame = forward(e);
      reverse(e, frame, seed, one_array);
      return frame.value;
    }
    const auto frame = frame_of<true>(e, shift_of(e), seed, one_array);
    leaves.each_leaf(Multiplying<T>{ExpFold<packet_of<E>, true>::share(seed, frame.sum), one_array});
    return frame.value;
  }

 private:
  template <bool Reverses, class E, class T>
  static auto frame_of(const E& e, T shift, T seed, bool one_array) {
    const T sum = fold_over(e, ExpFold<packet_of<E>, Reverses>(shift, seed), one_array).result();
    return Frame<T>{shift + simd::log(sum), shift, sum};
  }
  /// A finite number near the largest element.
  template <class E>
  static auto shift_of(const E& e) {
    using T = typename E::Real;
    const T top = fold_over(e, TopFold<packet_of<E>>(), false).result();
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
