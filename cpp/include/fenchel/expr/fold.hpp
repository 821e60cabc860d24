// SPDX-License-Identifier: Apache-2.0
// What a pass does with the elements it computes: a fold takes them, packet by packet, and says
// which adjoint each one gets. This is the base of all folds, and the fold of a sum.
#pragma once

#include <fenchel/expr/position.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// How many packets a pass works on before it loops: each has its own accumulators.
inline constexpr int most_lanes = 4;

/// A fold has `take(position, y)`, `adjoint(y)` if it sends adjoints back, and `result()`.
template <class V, bool Reverses = false>
struct FoldBase {
  using T = simd::lane_t<V>;
  using Packet = V;
  static constexpr bool reverses = Reverses;  ///< whether the pass goes back
  static constexpr bool chooses = false;      ///< whether a zero adjoint means "does not count"

  /// The adjoints that scalars were sent are multiplied by this in the end.
  FENCHEL_INLINE T factor() const { return T(1); }
};

/// One accumulator for each packet that is worked on at a time.
template <class V>
struct Accumulators {
  V lane[most_lanes];

  FENCHEL_INLINE explicit Accumulators(simd::lane_t<V> first) {
    for (V& x : lane) x = V(first);
  }
  FENCHEL_INLINE simd::lane_t<V> sum() const {
    return simd::reduce_add((lane[0] + lane[1]) + (lane[2] + lane[3]));
  }
  /// All lanes by an operation of numbers, in a fixed order.
  template <class F>
  FENCHEL_INLINE simd::lane_t<V> folded(const F& f) const {
    auto result = lane[0][0];
    for (const V& x : lane)
      for (int i = &x == lane ? 1 : 0; i < V::lanes; ++i) result = f(result, x[i]);
    return result;
  }
};

/// The sum; each element gets the same adjoint.
template <class V, bool Reverses>
struct SumFold : FoldBase<V, Reverses> {
  using T = simd::lane_t<V>;
  Accumulators<V> total{T(0)};
  V seed;

  FENCHEL_INLINE explicit SumFold(T s) : seed(s) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    total.lane[P::lane] = total.lane[P::lane] + p.keep(y);
  }
  FENCHEL_INLINE V adjoint(V) const { return seed; }
  FENCHEL_INLINE T result() const { return total.sum(); }
};

/// No result; `Adjoint` gives the adjoint of an element.
template <class V, class Adjoint, bool Chooses = false>
struct ReverseFold : FoldBase<V, true> {
  static constexpr bool chooses = Chooses;
  Adjoint rule;

  FENCHEL_INLINE explicit ReverseFold(const Adjoint& a) : rule(a) {}
  template <class P>
  FENCHEL_INLINE void take(const P&, V) {}
  FENCHEL_INLINE V adjoint(V y) const { return rule(y); }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
