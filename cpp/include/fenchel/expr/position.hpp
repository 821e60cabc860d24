// SPDX-License-Identifier: Apache-2.0
// Where a pass stands: at a whole packet, at the rest of the data, or at a scalar. Positions load,
// store, and keep what belongs to the data.
#pragma once

#include <fenchel/expr/expression.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// A whole packet. Lane says which of the accumulators takes its sums.
template <class V, int Lane>
struct Whole {
  using T = simd::lane_t<V>;
  static constexpr bool is_whole = true;
  static constexpr int lane = Lane;
  static constexpr int count = simd::LaneOf<V>::count;
  std::size_t at;

  FENCHEL_INLINE V load(const T* p) const { return simd::load<V>(p + at); }
  FENCHEL_INLINE void store(T* p, V x) const { simd::store(p + at, x); }
  FENCHEL_INLINE V keep(V x, T = T(-0.0)) const { return x; }
};

/// 0, 1, 2 ...: the numbers of the lanes of a packet.
template <class Raw, std::size_t... I>
FENCHEL_INLINE Raw lane_numbers(std::index_sequence<I...>) {
  return Raw{I...};
}

// Where the size of the data is known after inlining, GCC sees branches for larger rests, which are
// never taken, and warns of them.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#endif

/// The first lanes, by halves; the others are `last`. A masked load would wait for stores to what
/// lies behind the end, which in small problems is often the gradient.
template <class V>
FENCHEL_INLINE V load_front(const simd::lane_t<V>* from, int count, simd::lane_t<V> last) {
  constexpr int half = V::lanes / 2;
  if constexpr (half == 0) {
    return count > 0 ? V(*from) : V(last);
  } else {
    using Half = simd::Packet<simd::lane_t<V>, half>;
    if (count < half) return simd::detail::joined(load_front<Half>(from, count, last), Half(last));
    return simd::detail::joined(simd::load<Half>(from),
                                load_front<Half>(from + half, count - half, last));
  }
}
template <class V>
FENCHEL_INLINE void store_front(simd::lane_t<V>* to, V x, int count) {
  constexpr int half = V::lanes / 2;
  if constexpr (half == 0) {
    if (count > 0) *to = x.raw;
  } else {
    const auto [low, high] = simd::detail::halves(x);
    if (count < half) return store_front(to, low, count);
    simd::store(to, low);
    store_front(to + half, high, count - half);
  }
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The last elements, fewer than a packet or just one. Lanes behind the end repeat the last
/// element, so that nothing is computed that the data does not ask for; what they contribute is
/// dropped.
template <class V>
struct Rest {
  using T = simd::lane_t<V>;
  static constexpr bool is_whole = false;
  static constexpr int lane = 0;
  std::size_t at;
  int count;

  FENCHEL_INLINE auto valid() const {
    using Raw = typename simd::mask_t<V>::raw_type;
    constexpr auto each = std::make_index_sequence<simd::LaneOf<V>::count>{};
    return simd::mask_t<V>(Raw(lane_numbers<Raw>(each) < count));
  }
  FENCHEL_INLINE V load(const T* p) const {
    return load_front<V>(p + at, count, p[at + static_cast<std::size_t>(count) - 1]);
  }
  FENCHEL_INLINE void store(T* p, V x) const { store_front(p + at, x, count); }
  /// x where there is data, else what is neutral: -0.0 is the number that changes no sum.
  FENCHEL_INLINE V keep(V x, T neutral = T(-0.0)) const {
    return simd::select(valid(), x, V(neutral));
  }
};

/// No position: scalars are computed once.
struct Once {
  static constexpr int lane = 0;
};

/// The same position, below an operation that chooses: zero adjoints win over infinite partials.
template <class P>
struct Guarded : P {};

template <class P>
inline constexpr bool is_guarded = false;
template <class P>
inline constexpr bool is_guarded<Guarded<P>> = true;

/// The position from which an operation sends adjoints on.
template <bool chooses, class P>
FENCHEL_INLINE auto below(const P& p) {
  if constexpr (chooses && !is_guarded<P>) return Guarded<P>{p};
  else return p;
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
