// SPDX-License-Identifier: Apache-2.0
// Indices into an array of known size: they are checked once, when they are named. Their memory is
// the caller's and must not change while they are in use.
#pragma once

#include <algorithm>
#include <concepts>
#include <fenchel/expr/position.hpp>
#include <fenchel/expr/view.hpp>
#include <limits>
#include <string>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class X>
concept IndexRange = Range<X> && requires(X& x) {
  requires std::integral<element_t<decltype(std::span(x))>>;
  requires !std::is_same_v<element_t<decltype(std::span(x))>, bool>;
};

/// N integers from 0 to below `bound`.
template <class I, std::size_t N>
struct Indices {
  std::span<const I, N> data;
  std::size_t bound;

  [[gnu::cold]] std::string describe() const { return with_size("indices", data.size()); }
  bool same(const Indices& other) const {
    return data.data() == other.data.data() && data.size() == other.data.size();
  }
};

template <class X>
inline constexpr bool is_indices = false;
template <class I, std::size_t N>
inline constexpr bool is_indices<Indices<I, N>> = true;

/// A range of integers, or indices that have been checked.
template <class X>
concept IndexOperand = IndexRange<X> || is_indices<std::remove_cvref_t<X>>;

template <class I>
[[noreturn, gnu::noinline, gnu::cold]] void fail_index(const std::string& expression, I index,
                                                       std::size_t at, std::size_t bound) {
  fail<IndexError>(expression + ": index " + std::to_string(index) + " at position " +
                   std::to_string(at) + " is out of bounds for size " + std::to_string(bound));
}

/// Negative indices are very large ones without a sign.
template <class I>
constexpr bool in_bounds(I index, std::size_t bound) {
  return static_cast<std::size_t>(index) < bound;
}

/// Sixteen at a time, in a loop that compilers make packets of.
template <class I>
bool all_in_bounds(const I* index, std::size_t n, std::size_t bound) {
  using U = std::make_unsigned_t<I>;
  U largest[16] = {};
  std::size_t at = 0;
  for (; at + 16 <= n; at += 16)
    for (int k = 0; k < 16; ++k)
      largest[k] = std::max(largest[k], static_cast<U>(index[at + static_cast<std::size_t>(k)]));
  for (; at < n; ++at) largest[0] = std::max(largest[0], static_cast<U>(index[at]));
  const U top = *std::max_element(largest, largest + 16);
  return n == 0 || (top < bound && top <= static_cast<U>(std::numeric_limits<I>::max()));
}

/// Indices that were checked for an array of another size.
template <class I, std::size_t N, class Describe>
FENCHEL_INLINE auto checked_indices(const Indices<I, N>& x, std::size_t bound,
                                    const Describe& describe) {
  if (x.bound > bound) [[unlikely]]
    fail<ShapeError>(describe(x.describe()) + ": indices below " + std::to_string(x.bound) +
                     " into size " + std::to_string(bound));
  return x;
}
/// The indices, checked. `describe` names the expression they are for.
template <class X, class Describe>
  requires IndexRange<X>
FENCHEL_INLINE auto checked_indices(X&& x, std::size_t bound, const Describe& describe) {
  const auto data = view_of<X>(std::forward<X>(x));
  using I = element_t<decltype(data)>;
  if (!all_in_bounds(data.data(), data.size(), bound)) [[unlikely]]
    for (std::size_t k = 0; k < data.size(); ++k)
      if (!in_bounds(data[k], bound))
        fail_index(describe(with_size("indices", data.size())), data[k], k, bound);
  return Indices<I, decltype(data)::extent>{data, bound};
}

/// The elements at the indices of a position, as a packet.
template <class V, class P, class I, std::size_t... K>
FENCHEL_INLINE V gathered(const P& p, const simd::lane_t<V>* from, const I* index,
                          std::index_sequence<K...>) {
  const auto at = [&](int lane) {
    const int last = p.count - 1;
    const int own = P::is_whole || lane < last ? lane : last;
    return from[index[p.at + static_cast<std::size_t>(own)]];
  };
  return V::of(typename V::raw_type{at(int(K))...});
}
template <class V, class P, class I>
FENCHEL_INLINE V gathered(const P& p, const simd::lane_t<V>* from, const I* index) {
  return gathered<V>(p, from, index, std::make_index_sequence<V::lanes>{});
}

/// Adds each lane to the element at its index. In sorted data a packet often has one index: its
/// lanes are added first, so that no addition waits for the one before.
template <class V, class P, class I>
FENCHEL_INLINE void scatter_add(const P& p, simd::lane_t<V>* to, const I* index, V x) {
  const I* own = index + p.at;
  if constexpr (P::is_whole) {
    bool one = true;
    for (int k = 1; k < V::lanes; ++k) one &= own[k] == own[0];
    if (one) {
      to[*own] += simd::reduce_add(x);
      return;
    }
  }
  simd::lane_t<V> lanes[V::lanes];
  simd::store(lanes, x);
  for (int k = 0; k < p.count; ++k) to[own[k]] += lanes[k];
}

}  // namespace expr

/// Integers from 0 to below `bound`, checked here once for any number of expressions.
template <class X>
  requires expr::IndexRange<X>
FENCHEL_INLINE auto indices(X&& x, std::size_t bound) {
  return expr::checked_indices(std::forward<X>(x), bound,
                               [](const std::string& text) { return text; });
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
