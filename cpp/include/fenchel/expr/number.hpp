// SPDX-License-Identifier: Apache-2.0
// A number written in a formula: held by value, of the type of its neighbors.
#pragma once

#include <fenchel/expr/lower.hpp>
#include <fenchel/expr/size.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class Y>
struct LoweredNumber {
  static constexpr bool is_active = false, has_reduction = false;
  Y number;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<Y>{number};
  }
};

/// Y is T, or bool for a truth value.
template <class T, class Y = T>
struct Number : Expression {
  using Real = T;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool is_active = false, has_reduction = false;
  static constexpr int cost = 0, writers = 0;
  template <bool Share>
  static constexpr int arrays = 0;

  Y number;

  FENCHEL_INLINE explicit Number(Y x) : number(x) {}
  FENCHEL_INLINE Number(const Number& other) : Expression(), number(other.number) {}

  constexpr std::size_t size() const { return 1; }
  [[gnu::cold]] std::string describe() const { return std::to_string(number); }
  bool same(const Number& other) const { return number == other.number; }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&&) {}
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredNumber<Y>{number};
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
