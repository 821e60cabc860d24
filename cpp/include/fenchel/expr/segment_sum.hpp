// SPDX-License-Identifier: Apache-2.0
// `segment_sum(values, segments, room)`: the sums of an array expression over groups of elements,
// as an array expression. The groups come in any order, so their sums need memory: the caller's. A
// pass over the values fills it before the pass that uses it, and another one goes back after.
#pragma once

#include <fenchel/expr/indices.hpp>
#include <fenchel/expr/reduction.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// A number for each segment, and the segments of the elements.
template <class T, class I>
struct Segments {
  T* numbers;
  const I* index;
};

/// Adds each element to the number of its segment.
template <class V, class I>
struct ScatterFold : FoldBase<V> {
  Segments<simd::lane_t<V>, I> to;

  FENCHEL_INLINE explicit ScatterFold(const Segments<simd::lane_t<V>, I>& s) : to(s) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V y) {
    scatter_add(p, to.numbers, to.index, y);
  }
  FENCHEL_INLINE bool result() const { return true; }
};

/// The adjoint of each element is that of its segment.
template <class V, class I, bool Chooses>
struct SegmentAdjoints : FoldBase<V, true> {
  using T = simd::lane_t<V>;
  static constexpr bool chooses = Chooses;
  Segments<T, I> from;
  V last{T(0)};

  FENCHEL_INLINE explicit SegmentAdjoints(const Segments<T, I>& s) : from(s) {}
  template <class P>
  FENCHEL_INLINE void take(const P& p, V) {
    last = gathered<V>(p, from.numbers, from.index);
  }
  FENCHEL_INLINE V adjoint(V) const { return last; }
  FENCHEL_INLINE bool result() const { return true; }
};

/// The room holds the sums, then their adjoints, which the plan of the gradients clears as it does
/// all memory that is added to. Equal uses of one node share it: each that is finished sends back
/// what has been added so far.
template <class V, class E, class I>
struct LoweredSegmentSum {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = E::is_active, has_reduction = false;
  const E& values;
  const I* index;
  T* room;
  std::size_t count;

  FENCHEL_INLINE LoweredSegmentSum(const E& e, const I* i, T* r, std::size_t n)
      : values(e), index(i), room(r), count(n) {
    std::fill_n(room, count, T(0));
    fold_over<ScatterFold<packet_of<E>, I>>(values, Segments<T, I>{room, index});
  }

  template <class P, class Environment>
  FENCHEL_INLINE auto forward(const P& p, Environment&) {
    return Value<V>{p.load(room)};
  }
  template <class F, class P, class Environment>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, Environment&) {
    p.store(room + count, p.load(room + count) + adj);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {
    using Folding = SegmentAdjoints<packet_of<E>, I, is_guarded<P>>;
    fold_over<Folding>(values, Segments<T, I>{room + count, index});
    std::fill_n(room + count, count, T(0));
  }
};

template <class E, class I, std::size_t N, std::size_t Count>
struct SegmentSum : Expression {
  static_assert(may_match(E::extent, N),
                "fenchel: segment_sum needs a segment for each of its values.");
  using Real = typename E::Real;
  static constexpr std::size_t extent = Count;
  static constexpr bool is_active = E::is_active, has_reduction = false;
  static constexpr int cost = 2, writers = E::writers + is_active;
  template <bool Share>
  static constexpr int arrays = 0;
  using Children = primitive::TypeList<E>;

  E values;
  Indices<I, N> segments;
  Real* room;
  std::size_t count;

  FENCHEL_INLINE SegmentSum(const E& e, const Indices<I, N>& s, Real* r, std::size_t n)
      : values(e), segments(s), room(r), count(n) {
    if (values.size() != segments.data.size()) [[unlikely]]
      fail_sizes(describe(), values.size(), segments.data.size());
  }

  constexpr std::size_t size() const {
    if constexpr (Count != std::dynamic_extent) return Count;
    else return count;
  }
  [[gnu::cold]] std::string describe() const {
    return "segment_sum(" + values.describe() + ", " + segments.describe() + ")";
  }
  bool same(const SegmentSum& other) const {
    return values.same(other.values) && segments.same(other.segments) && room == other.room;
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (is_active) visit.summed(room + size(), size());
    if constexpr (writers > 0) visit.pass(values);
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(values);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredSegmentSum<V, E, I>(values, segments.data.data(), room, size());
  }
};

template <std::size_t Count, class E, class I, std::size_t N, class Memory>
FENCHEL_INLINE auto make_segment_sum(const E& values, const Indices<I, N>& segments,
                                     const Memory& memory) {
  return SegmentSum<E, I, N, Count>(values, segments, memory.data(), memory.size() / 2);
}

}  // namespace expr

/// The sums of the values of each segment: as many as half of what `room` holds, which is memory
/// for the sums and their adjoints. It belongs to this node while it is in use. Segments are
/// integers in any order, one for each value.
template <class E, class Index, class Room>
  requires(expr::Node<E> && expr::IndexOperand<Index> && expr::Range<Room>)
FENCHEL_INLINE auto segment_sum(const E& values, Index&& segments, Room&& room) {
  static_assert(expr::ArrayNode<E>, "fenchel: segment_sum is of an array, not of a number.");
  const auto memory = expr::view_of<Room>(std::forward<Room>(room));
  using Memory = decltype(memory);
  static_assert(std::is_same_v<typename Memory::element_type, typename E::Real>,
                "fenchel: the room of segment_sum holds numbers of the type of its values.");
  constexpr std::size_t twice = Memory::extent;
  static_assert(twice == std::dynamic_extent || twice % 2 == 0,
                "fenchel: the room of segment_sum holds two numbers a segment.");
  if (memory.size() % 2 != 0) [[unlikely]]
    fail<ShapeError>("segment_sum: a room of " + std::to_string(memory.size()) +
                     " numbers does not hold two a segment");
  const auto checked = expr::checked_indices(
      std::forward<Index>(segments), memory.size() / 2, [&](const std::string& text) {
        return "segment_sum(" + values.describe() + ", " + text + ")";
      });
  constexpr std::size_t count = twice == std::dynamic_extent ? twice : twice / 2;
  return expr::make_segment_sum<count>(values, checked, memory);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
