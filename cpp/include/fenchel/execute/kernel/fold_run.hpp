// SPDX-License-Identifier: Apache-2.0
// Folds of rows that lie in one piece (inner = 1). A row is cut into segments; inside a segment
// element j goes to lane j modulo the number of lanes; lanes, then segments, are combined pairwise,
// so the error of a sum grows like log k.
#pragma once

#include <fenchel/execute/kernel/fold_short.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class Rule, class T>
struct FoldRun {
  static constexpr std::int64_t lanes = fold_lanes<T>;
  static constexpr std::int64_t segment = 1024;
  static constexpr std::int64_t short_row = 16;  ///< up to here FoldShort is faster

  static void open(FoldState& state) {
    state.segment_count = 0;
    clear(lanes_of(state));
  }

  static void feed(FoldState& state, const FoldInput<T>& x, std::int64_t first, std::int64_t n) {
    if (state.k > short_row) return feed_long(state, x, first, n);
    for_each_row(state, first, n,
                 [&](T* out, std::int64_t done, std::int64_t at, std::int64_t take) {
                   if (take == state.k) *out = Short::whole(x, done, take);
                   else Short::feed(lanes_of(state), x, done, at, take);
                   if (take < state.k && at + take == state.k) *out = Short::close(lanes_of(state));
                 });
  }

  /// Rows longer than `short_row`, whose elements may be computed as they are asked for.
  template <class Input>
  static FENCHEL_INLINE void feed_long(FoldState& state, const Input& x, std::int64_t first,
                                       std::int64_t n) {
    for_each_row(state, first, n,
                 [&](T* out, std::int64_t done, std::int64_t at, std::int64_t take) {
                   feed_row(state, x, done, at, take);
                   if (at + take == state.k) *out = close(state);
                 });
  }

  /// Appends the open row of `next` to that of `state`, which ends with a segment whose number is a
  /// multiple of a power of two that `next` does not exceed: the order is that of one run.
  static void append(FoldState& state, FoldState& next) {
    int at = 0;
    for (int level = 62; level >= 0; --level)
      if (next.segment_count >> level & 1) push(state, segment_at(next, at++), level);
    for (std::int64_t j = 0; j < lanes; ++j) lanes_of(state)[j] = lanes_of(next)[j];
  }

  /// The result of the open row.
  static T close(FoldState& state) {
    T sum = take_lanes(lanes_of(state));  // neutral where the row ends with a segment
    int top = partial_results(state);
    while (top > 0) sum = Rule::combine(segment_at(state, --top), sum);
    state.segment_count = 0;
    return sum;
  }

 private:
  using V = simd::Native<T>;
  using Short = FoldShort<Rule, T>;
  static constexpr int packets = lanes / simd::native_lanes<T>;

  static FENCHEL_INLINE T* lanes_of(FoldState& state) { return reinterpret_cast<T*>(state.lanes); }
  static FENCHEL_INLINE void clear(T* acc) {
    for (std::int64_t j = 0; j < lanes; j += simd::native_lanes<T>)
      simd::store(acc + j, V(Rule::template neutral<T>));
  }

  /// Calls part(result, position in the block, position in the row, elements) for every row's part
  /// of a block.
  template <class Part>
  static FENCHEL_INLINE void for_each_row(FoldState& state, std::int64_t first, std::int64_t n,
                                          Part&& part) {
    const std::int64_t k = state.k;
    const std::int64_t row = first < k ? 0 : first / k;  // most folds have one row: no division
    auto* out = static_cast<T*>(state.out) + row;
    std::int64_t at = first - row * k;
    for (std::int64_t done = 0; done < n; ++out, at = 0) {
      const std::int64_t rest = k - at, take = rest < n - done ? rest : n - done;
      part(out, done, at, take);
      done += take;
    }
  }

  /// Elements at .. at + n of the open row, which are x[from ..].
  template <class Input>
  static FENCHEL_INLINE void feed_row(FoldState& state, const Input& x, std::int64_t from,
                                      std::int64_t at, std::int64_t n) {
    while (n > 0) {
      const std::int64_t inside = at % segment, rest = segment - inside;
      const std::int64_t take = rest < n ? rest : n;
      feed_segment(lanes_of(state), x, from, inside % lanes, take);
      if (take == rest) close_segment(state);
      from += take;
      at += take;
      n -= take;
    }
  }

  /// n elements of a segment; the first goes to `lane`.
  template <class Input>
  static FENCHEL_INLINE void feed_segment(T* acc, const Input& x, std::int64_t from,
                                          std::int64_t lane, std::int64_t n) {
    if (lane > 0) {
      const std::int64_t to = lane + n < lanes ? lane + n : lanes;
      combine_lanes<Rule>(acc, x, from, lane, to);
      from += to - lane;
      n -= to - lane;
    }
    const std::int64_t groups = n / lanes;
    if (groups > 0) feed_groups(acc, x, from, groups);
    combine_lanes<Rule>(acc, x, from + groups * lanes, 0, n - groups * lanes);
  }

  template <class Input>
  static FENCHEL_INLINE void feed_groups(T* acc, const Input& x, std::int64_t from,
                                         std::int64_t groups) {
    combine_columns<Rule, V>(acc, x, from, groups, lanes,
                             std::make_integer_sequence<int, packets>{});
  }

  /// The lanes in halves, until one is left; then they are empty again.
  static FENCHEL_INLINE T take_lanes(T* acc) {
    const T sum = halved<lanes / 2>(acc);
    clear(acc);
    return sum;
  }

  template <std::int64_t Half>
  static FENCHEL_INLINE T halved(T* acc) {
    using Lane = std::conditional_t<Half % simd::native_lanes<T> == 0, V, T>;
    for (std::int64_t j = 0; j < Half; j += sizeof(Lane) / sizeof(T)) {
      const Lane upper = simd::load<Lane>(acc + Half + j);
      simd::store(acc + j, Rule::combine(simd::load<Lane>(acc + j), upper));
    }
    if constexpr (Half == 1) return acc[0];
    else return halved<Half / 2>(acc);
  }

  static void close_segment(FoldState& state) { push(state, take_lanes(lanes_of(state)), 0); }

  /// Like the carries of a binary counter: partial results of 2^level segments are combined.
  static void push(FoldState& state, T sum, int level) {
    int top = partial_results(state);
    for (std::int64_t count = state.segment_count >> level; count & 1; count >>= 1)
      sum = Rule::combine(segment_at(state, --top), sum);
    segment_at(state, top) = sum;
    state.segment_count += std::int64_t{1} << level;
  }

  static int partial_results(const FoldState& state) {
    return __builtin_popcountll(static_cast<unsigned long long>(state.segment_count));
  }

  static FENCHEL_INLINE T& segment_at(FoldState& state, int i) {
    return *reinterpret_cast<T*>(state.segments[i]);
  }
};

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
