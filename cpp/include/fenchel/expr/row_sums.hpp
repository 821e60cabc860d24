// SPDX-License-Identifier: Apache-2.0
// Products of a few rows with a vector: one packet of row sums, and the way back.
#pragma once

#include <fenchel/expr/position.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Sums of neighboring lanes of a, then of b.
template <class V, std::size_t... I>
FENCHEL_INLINE V add_neighbors(V a, V b, std::index_sequence<I...>) {
  return V::of(__builtin_shufflevector(a.raw, b.raw, int(2 * I)...) +
               __builtin_shufflevector(a.raw, b.raw, int(2 * I + 1)...));
}

template <class V, std::size_t... R>
FENCHEL_INLINE void add_pairs(V* rows, std::index_sequence<R...>) {
  constexpr auto lanes = std::make_index_sequence<V::lanes>{};
  ((rows[R] = add_neighbors(rows[2 * R], rows[2 * R + 1], lanes)), ...);
}

/// Lane r of the result is the sum of the lanes of rows[r].
template <class V, int Rows = V::lanes>
FENCHEL_INLINE V transposed_sum(V* rows) {
  if constexpr (Rows == 1) {
    return rows[0];
  } else {
    add_pairs(rows, std::make_index_sequence<Rows / 2>{});
    return transposed_sum<V, Rows / 2>(rows);
  }
}

/// The rows of a row-major matrix that a packet of row sums belongs to; behind the end the last
/// row.
template <class V, class P>
struct RowBlock {
  using T = simd::lane_t<V>;
  static constexpr int lanes = V::lanes;
  using Each = std::make_index_sequence<lanes>;
  const T* first;
  std::size_t cols;
  int count;

  FENCHEL_INLINE RowBlock(const T* a, std::size_t c, const P& p)
      : first(a + p.at * c), cols(c), count(p.count) {}

  FENCHEL_INLINE const T* row(std::size_t r) const {
    const std::size_t last = static_cast<std::size_t>(count - 1);
    if constexpr (P::is_whole) return first + r * cols;
    else return first + (r < last ? r : last) * cols;
  }

  FENCHEL_INLINE V times(const T* x) const {
    V sums[lanes];
    for (V& sum : sums) sum = V(T(0));
    std::size_t j = 0;
    for (; j + lanes <= cols; j += lanes) add_whole(sums, j, simd::load<V>(x + j), Each{});
    if (j < cols) {
      const int rest = static_cast<int>(cols - j);
      add_part(sums, j, rest, simd::load_partial<V>(x + j, rest), Each{});
    }
    return transposed_sum(sums);
  }

  /// gradient += sum over rows r of adjoints[r] * row(r); rows that were not chosen do not count.
  FENCHEL_INLINE void add_weighted(const T* adjoints, T* gradient) const {
    std::size_t j = 0;
    for (; j + lanes <= cols; j += lanes) {
      const auto column = [&](std::size_t r) {
        return chosen(adjoints[r], simd::load<V>(row(r) + j));
      };
      simd::store(gradient + j, simd::load<V>(gradient + j) + weighted(adjoints, column));
    }
    if (j == cols) return;
    const int rest = static_cast<int>(cols - j);
    const auto column = [&](std::size_t r) {
      return chosen(adjoints[r], simd::load_partial<V>(row(r) + j, rest));
    };
    const V old = simd::load_partial<V>(gradient + j, rest);
    simd::store_partial(gradient + j, old + weighted(adjoints, column), rest);
  }

 private:
  static FENCHEL_INLINE V chosen(T adj, V x) { return is_guarded<P> && adj == T(0) ? V(T(0)) : x; }
  template <std::size_t... R>
  FENCHEL_INLINE void add_whole(V* sums, std::size_t j, V x, std::index_sequence<R...>) const {
    ((sums[R] = simd::fma(simd::load<V>(row(R) + j), x, sums[R])), ...);
  }
  template <std::size_t... R>
  FENCHEL_INLINE void add_part(V* sums, std::size_t j, int rest, V x,
                               std::index_sequence<R...>) const {
    ((sums[R] = simd::fma(simd::load_partial<V>(row(R) + j, rest), x, sums[R])), ...);
  }
  template <class Column>
  FENCHEL_INLINE V weighted(const T* adjoints, const Column& column) const {
    if constexpr (P::is_whole) {
      return weighted_all(adjoints, column, Each{});
    } else {
      V sum(T(0));
      for (int r = 0; r < count; ++r)
        sum = simd::fma(V(adjoints[r]), column(static_cast<std::size_t>(r)), sum);
      return sum;
    }
  }
  /// Two sums in turn: one would be a chain of as many dependent operations as there are rows.
  template <class Column, std::size_t... R>
  FENCHEL_INLINE static V weighted_all(const T* adjoints, const Column& column,
                                       std::index_sequence<R...>) {
    V sums[2] = {V(T(0)), V(T(0))};
    ((sums[R % 2] = simd::fma(V(adjoints[R]), column(R), sums[R % 2])), ...);
    return sums[0] + sums[1];
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
