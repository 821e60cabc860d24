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

/// A fold is made of a few numbers, so that passes hand over no packets. It has `take(position,
/// y)`, `adjoint(y)` if it sends adjoints back, and `result()`.
template <class V, bool Reverses = false>
struct FoldBase {
  using T = simd::lane_t<V>;
  using Packet = V;
  static constexpr bool reverses = Reverses;  ///< whether the pass goes back
  static constexpr bool chooses = false;      ///< whether a zero adjoint means "does not count"
  static constexpr bool rescales = false;     ///< whether adjoints lack a factor until the end
  FENCHEL_INLINE T factor() const { return T(1); }
};

/// One accumulator for each packet that is worked on at a time.
template <class V>
struct Accumulators {
  V lane[most_lanes];

  FENCHEL_INLINE explicit Accumulators(simd::lane_t<V> first)
      : lane{V(first), V(first), V(first), V(first)} {}
  FENCHEL_INLINE simd::lane_t<V> sum() const {
    return simd::reduce_add((lane[0] + lane[1]) + (lane[2] + lane[3]));
  }
  /// All lanes by an operation of packets and numbers, by halves.
  template <class F>
  FENCHEL_INLINE simd::lane_t<V> folded(const F& f) const {
    return halved(f(f(lane[0], lane[1]), f(lane[2], lane[3])), f);
  }

 private:
  template <class P, class F>
  static FENCHEL_INLINE simd::lane_t<V> halved(P x, const F& f) {
    if constexpr (P::lanes == 1) return x.raw;
    else {
      const auto [low, high] = simd::detail::halves(x);
      return halved(f(low, high), f);
    }
  }
};

/// What a fold without parameters starts from.
struct None {};

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
  FENCHEL_INLINE bool result() const { return true; }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
