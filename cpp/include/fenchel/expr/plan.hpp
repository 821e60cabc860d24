// SPDX-License-Identifier: Apache-2.0
// The plan of the gradients. Gradient memory is overwritten, and leaves that share memory add up:
//   - memory of one leaf is stored once, without being read;
//   - uses of one array in one pass are summed in registers and count as one;
//   - all other memory that is written more than once is cleared first, and added to.
#pragma once

#include <algorithm>
#include <array>
#include <fenchel/expr/expression.hpp>
#include <functional>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Somebody who writes a gradient.
template <class T>
struct Writer {
  T* begin = nullptr;
  std::size_t size = 0;
  bool* adds = nullptr;  ///< null if it always adds, as scalars do
  int pass = 0;
  bool is_array = false;         ///< it writes packet by packet
  const Writer* twin = nullptr;  ///< the writer of the same pass that stands for it

  bool overlaps(const Writer& other) const {
    const std::less<const T*> before;
    return before(begin, other.begin + other.size) && before(other.begin, begin + size);
  }
  bool is_same(const Writer& other) const {
    return is_array && other.is_array && pass == other.pass && begin == other.begin;
  }
};

template <class T, int N>
class Plan {
 public:
  int passes = 0;

  void add(const Writer<T>& writer) {
    Writer<T>& added = writers_[count_] = writer;
    for (std::size_t i = 0; i < count_ && !added.twin; ++i)
      if (!writers_[i].twin && added.is_same(writers_[i])) added.twin = &writers_[i];
    ++count_;
  }

  /// Decides who adds, and clears what is added to.
  void settle() {
    for (std::size_t i = 0; i < count_; ++i)
      if (!writers_[i].twin && (!writers_[i].adds || is_shared(i))) clear(writers_[i]);
    for (std::size_t i = 0; i < count_; ++i)
      if (writers_[i].twin) *writers_[i].adds = *writers_[i].twin->adds;
  }

 private:
  bool is_shared(std::size_t i) const {
    for (std::size_t j = 0; j < count_; ++j)
      if (j != i && !writers_[j].twin && writers_[i].overlaps(writers_[j])) return true;
    return false;
  }
  static void clear(const Writer<T>& writer) {
    std::fill_n(writer.begin, writer.size, T(0));
    if (writer.adds) *writer.adds = true;
  }

  std::array<Writer<T>, N> writers_{};
  std::size_t count_ = 0;
};

/// Walks through an expression and enters its writers into the plan, pass by pass.
template <class T, int N>
struct Planner {
  Plan<T, N>& plan;
  int number;

  void array(T* gradient, std::size_t size, bool& adds) {
    plan.add({gradient, size, &adds, number, true});
  }
  void block(T* gradient, std::size_t size, bool& adds) {
    plan.add({gradient, size, &adds, number});
  }
  void summed(T* gradient, std::size_t size) { plan.add({gradient, size, nullptr, number}); }
  void scalar(T* gradient) { summed(gradient, 1); }
  template <class E>
  void pass(E& body) {
    body.each_leaf(Planner{plan, ++plan.passes});
  }
};

/// Plans the gradients of e; the decisions are kept in its nodes.
template <class E>
void plan_gradients(E& e) {
  if constexpr (E::writers > 0) {
    Plan<typename E::Real, E::writers> plan;
    Planner<typename E::Real, E::writers> planner{plan, 0};
    e.each_leaf(planner);
    plan.settle();
  }
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
