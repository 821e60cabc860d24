// SPDX-License-Identifier: Apache-2.0
// The plan of the gradients. Gradient memory is overwritten, and leaves that share memory add up:
//   - memory of one leaf is stored once, without being read;
//   - uses of one array in one pass are summed in registers and count as one;
//   - all other memory that is written more than once is cleared first, and added to;
//   - memory of leaves that the way back does not reach, such as those of masks, is cleared.
#pragma once

#include <cstdint>
#include <fenchel/expr/expression.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Somebody who writes a gradient.
template <class T>
struct Writer {
  T* begin;
  std::size_t size;
  int pass;    ///< of an array that is written packet by packet, else 0
  bool sums;   ///< it always adds, as scalars do
  bool adds;   ///< it adds to what is there
  bool stays;  ///< another use of the same array in the same pass clears for it

  static FENCHEL_INLINE auto address(const T* p) { return reinterpret_cast<std::uintptr_t>(p); }
  /// Without a branch: a plan compares all pairs at every call.
  FENCHEL_INLINE bool overlaps(const Writer& other) const {
    const bool starts_before = address(begin) < address(other.begin + other.size);
    const bool ends_after = address(other.begin) < address(begin + size);
    return starts_before && ends_after;
  }
  FENCHEL_INLINE bool covers(const Writer& other) const {
    return begin == other.begin && size >= other.size;
  }
  FENCHEL_INLINE bool is_same(const Writer& other) const {
    return pass != 0 && pass == other.pass && begin == other.begin;
  }
};

/// The writers of an expression in the order of a walk through it. Nodes are told what was decided
/// in a second walk: the plan keeps no pointers to them, so that they stay in registers.
template <class T, int N>
class Plan {
 public:
  FENCHEL_INLINE void add(T* begin, std::size_t size, int pass, bool sums) {
    writers_[count_++] = {begin, size, pass, sums, sums, false};
  }
  FENCHEL_INLINE void add_unreached(T* begin, std::size_t size) {
    unreached_[unreached_count_++] = {begin, size, 0, true, true, false};
  }
  FENCHEL_INLINE bool adds(int i) const { return writers_[i].adds; }

  /// Decides who adds, and clears what is added to. Unrolled for few writers: what the walk entered
  /// is known to the compiler.
  FENCHEL_INLINE void settle() {
    for (int i = 0; i < unreached_count_; ++i) clear_unreached(unreached_[i]);
    if constexpr (N <= 8) settle_unrolled(std::make_integer_sequence<int, N>{});
    else {
      for (int i = 0; i < count_; ++i)
        for (int k = 0; k < count_; ++k) compare(i, k);
      for (int i = 0; i < count_; ++i) clear(i);
    }
  }

 private:
  template <int... I>
  FENCHEL_INLINE void settle_unrolled(std::integer_sequence<int, I...> each) {
    (compare_all(I, each), ...);
    (clear(I), ...);
  }
  template <int... K>
  FENCHEL_INLINE void compare_all(int i, std::integer_sequence<int, K...>) {
    (compare(i, K), ...);
  }
  FENCHEL_INLINE void compare(int i, int k) {
    if (k == i || i >= count_ || k >= count_ || writers_[i].sums) return;
    Writer<T>& writer = writers_[i];
    const bool same = writer.is_same(writers_[k]);
    const bool overlaps = writer.overlaps(writers_[k]);
    writer.stays = writer.stays || (same && k < i);
    writer.adds = writer.adds || (!same && overlaps);
  }
  FENCHEL_INLINE void clear(int i) {
    if (i < count_ && writers_[i].adds && !writers_[i].stays) clear(writers_[i]);
  }
  /// Unless a writer does it.
  void clear_unreached(const Writer<T>& leaf) const {
    bool is_covered = false;
    for (int i = 0; i < count_; ++i) is_covered = is_covered || writers_[i].covers(leaf);
    if (!is_covered) clear(leaf);
  }
  static FENCHEL_INLINE void clear(const Writer<T>& writer) {
    if (writer.size == 1) *writer.begin = T(0);
    else
      for (std::size_t i = 0; i < writer.size; ++i) writer.begin[i] = T(0);
  }

  Writer<T> writers_[N], unreached_[N];
  int count_ = 0, unreached_count_ = 0;
};

/// Enters the writers of an expression into the plan, pass by pass.
template <class T, int N>
struct Planner {
  Plan<T, N>& plan;
  int& passes;
  int pass_number;

  FENCHEL_INLINE void array(T* gradient, std::size_t size, bool&) {
    plan.add(gradient, size, pass_number, false);
  }
  FENCHEL_INLINE void block(T* gradient, std::size_t size, bool&) {
    plan.add(gradient, size, 0, false);
  }
  FENCHEL_INLINE void summed(T* gradient, std::size_t size) { plan.add(gradient, size, 0, true); }
  FENCHEL_INLINE void scalar(T* gradient) { plan.add(gradient, 1, 0, true); }
  FENCHEL_INLINE void unreached(T* gradient, std::size_t size) {
    plan.add_unreached(gradient, size);
  }
  template <class E>
  FENCHEL_INLINE void pass(E& body) {
    body.each_leaf(Planner{plan, passes, ++passes});
  }
};

/// Tells the nodes what the plan decided, in the same order.
template <class T, int N>
struct Teller {
  const Plan<T, N>& plan;
  int& next;

  FENCHEL_INLINE void array(T*, std::size_t, bool& adds) { adds = plan.adds(next++); }
  FENCHEL_INLINE void block(T*, std::size_t, bool& adds) { adds = plan.adds(next++); }
  FENCHEL_INLINE void summed(T*, std::size_t) { ++next; }
  FENCHEL_INLINE void scalar(T*) { ++next; }
  FENCHEL_INLINE void unreached(T*, std::size_t) {}
  template <class E>
  FENCHEL_INLINE void pass(E& body) {
    body.each_leaf(*this);
  }
};

/// Plans the gradients of e; the decisions are kept in its nodes.
template <class E>
FENCHEL_INLINE void plan_gradients(E& e) {
  using T = typename E::Real;
  if constexpr (E::writers > 0) {
    Plan<T, E::writers> plan;
    int passes = 0, next = 0;
    e.each_leaf(Planner<T, E::writers>{plan, passes, 0});
    plan.settle();
    e.each_leaf(Teller<T, E::writers>{plan, next});
  }
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
