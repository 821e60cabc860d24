// SPDX-License-Identifier: Apache-2.0
// Choices: `select(mask, a, b)` is a where the mask holds, else b. A mask is a comparison, an
// operation on masks, or an array of truth values of the caller's. It has no derivative, and
// nothing leaks from the branch not taken: neither into the value nor, be its partials infinite or
// NaN, into a gradient.
#pragma once

#include <fenchel/expr/apply.hpp>
#include <fenchel/expr/view.hpp>
#include <fenchel/primitive/elementwise/where.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class V>
struct LoweredFlags {
  static constexpr bool is_active = false, has_reduction = false;
  const unsigned char* data;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    if constexpr (P::is_whole) return Value<simd::mask_t<V>>{simd::load_mask<V>(data + p.at)};
    else return Value<simd::mask_t<V>>{simd::load_mask_partial<V>(data + p.at, p.count)};
  }
};

/// An array of truth values, a byte each. It goes with numbers of any type.
template <std::size_t N>
struct Flags : Expression {
  using Real = void;
  static constexpr std::size_t extent = N;
  static constexpr bool is_active = false, has_reduction = false;
  static constexpr int cost = 1, writers = 0;
  template <bool Share>
  static constexpr int arrays = 0;

  std::span<const unsigned char, N> data;

  FENCHEL_INLINE explicit Flags(std::span<const unsigned char, N> x) : data(x) {}

  constexpr std::size_t size() const { return data.size(); }
  [[gnu::cold]] std::string describe() const { return with_size("mask", size()); }
  bool same(const Flags& other) const {
    return data.data() == other.data.data() && size() == other.size();
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&&) {}
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredFlags<V>{data.data()};
  }
};
template <std::size_t N>
inline constexpr bool is_truth<Flags<N>> = true;

/// Truth values in memory: bool, or bytes that are 0 where the mask does not hold.
template <class X>
concept FlagRange = Range<X> && requires(X& x) {
  requires std::is_same_v<element_t<decltype(std::span(x))>, bool> ||
               std::is_same_v<element_t<decltype(std::span(x))>, unsigned char>;
};

}  // namespace expr

/// A mask of the caller's: bool, or bytes that are 0 where it does not hold.
template <class X>
  requires expr::FlagRange<X>
FENCHEL_INLINE auto passive(X&& x) {
  const auto flags = expr::view_of<X>(std::forward<X>(x));
  constexpr std::size_t N = decltype(flags)::extent;
  const auto* data = reinterpret_cast<const unsigned char*>(flags.data());
  return expr::Flags<N>(std::span<const unsigned char, N>(data, flags.size()));
}

/// A mask of n truth values.
FENCHEL_INLINE auto passive(const bool* x, std::size_t n) { return passive(std::span(x, n)); }

/// a where the mask holds, else b: what NumPy and the table of primitives call `where`.
template <class M, class A, class B>
  requires primitive::LiftedOperands<M, A, B>
FENCHEL_INLINE auto select(const M& mask, const A& a, const B& b) {
  return where(mask, a, b);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
