// SPDX-License-Identifier: Apache-2.0
// The plan of the gradients. Gradient memory is overwritten, and leaves that share memory add up:
//   - memory of one leaf is stored once, without being read;
//   - a pass whose active arrays are all the same one sums their adjoints in a register;
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
  const T* data = nullptr;  ///< of an array that is read element by element
  T* begin = nullptr;
  std::size_t size = 0;
  bool* adds = nullptr;  ///< null if it always adds, as scalars do
  int pass = 0;
  bool is_twin = false;  ///< another writer of the same pass stands for it

  bool overlaps(const Writer& other) const {
    const std::less<const T*> before;
    return before(begin, other.begin + other.size) && before(other.begin, begin + size);
  }
  bool is_same(const Writer& other) const {
    return data && data == other.data && begin == other.begin && size == other.size;
  }
};

template <class T, int N>
class Plan {
 public:
  int passes = 0;

  std::size_t count() const { return count_; }
  void add(const Writer<T>& writer) { writers_[count_++] = writer; }

  /// Whether all arrays written by a pass are the same one; then the first stands for all.
  bool merge(std::size_t first, int pass) {
    Writer<T>* kept = nullptr;
    std::size_t arrays = 0;
    for (std::size_t i = first; i < count_; ++i) {
      Writer<T>& writer = writers_[i];
      if (writer.pass != pass || !writer.adds) continue;
      if (!kept) kept = &writer;
      if (!writer.is_same(*kept)) return false;
      ++arrays;
    }
    for (std::size_t i = first; i < count_; ++i)
      writers_[i].is_twin |= writers_[i].pass == pass && writers_[i].adds && &writers_[i] != kept;
    return arrays > 1;
  }

  /// Decides who adds, and clears what is added to.
  void settle() {
    for (std::size_t i = 0; i < count_; ++i)
      if (!writers_[i].adds || is_shared(i)) clear(writers_[i]);
  }

 private:
  bool is_shared(std::size_t i) const {
    for (std::size_t j = 0; j < count_; ++j)
      if (j != i && !writers_[j].is_twin && writers_[i].overlaps(writers_[j])) return true;
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

  void array(const T* data, T* gradient, std::size_t size, bool& adds) {
    plan.add({data, gradient, size, &adds, number});
  }
  void block(T* gradient, std::size_t size, bool& adds) {
    plan.add({nullptr, gradient, size, &adds, number});
  }
  void summed(T* gradient, std::size_t size) {
    plan.add({nullptr, gradient, size, nullptr, number});
  }
  void scalar(T* gradient) { summed(gradient, 1); }
  template <class E>
  void pass(E& body, bool& one_array) {
    Planner inner{plan, ++plan.passes};
    const std::size_t first = plan.count();
    body.each_leaf(inner);
    one_array = plan.merge(first, inner.number);
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
