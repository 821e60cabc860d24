// SPDX-License-Identifier: Apache-2.0
// Folds over an axis that is not the last (inner > 1): rows are combined into the result, one after
// another, as many elements at a time as a packet holds.
#pragma once

#include <fenchel/execute/kernel/fold_rule.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class Rule, class T>
struct FoldRows {
  static void feed(FoldState& state, const FoldInput<T>& x, std::int64_t first, std::int64_t n) {
    const std::int64_t inner = state.inner;
    std::int64_t column = first % inner, row = first / inner;  // row of (outer * k, inner)
    std::int64_t level = row % state.k;
    T* out = static_cast<T*>(state.out) + row / state.k * inner;
    for (std::int64_t done = 0; done < n;) {
      const std::int64_t whole = column == 0 ? (n - done) / inner : 0;
      if (whole > 0) {
        const std::int64_t rest = state.k - level, rows = rest < whole ? rest : whole;
        feed_rows(out, x, done, rows, inner, level == 0);
        level += rows;
        done += rows * inner;
      } else {
        const std::int64_t rest = inner - column, take = rest < n - done ? rest : n - done;
        feed_part(out + column, x, done, take, level == 0);
        done += take;
        column = 0;
        ++level;  // matters only if there is more
      }
      if (level < state.k) continue;
      level = 0;
      out += inner;
    }
  }

 private:
  using V = simd::Native<T>;

  /// Part of a row, which starts or continues its result.
  static FENCHEL_INLINE void feed_part(T* out, const FoldInput<T>& x, std::int64_t from,
                                       std::int64_t n, bool starts) {
    constexpr std::int64_t step = fold_lanes<T>;  // what a repeated operand has in store
    for (std::int64_t i = 0; i < n; i += step) {
      const std::int64_t take = step < n - i ? step : n - i;
      if (starts) copy(out + i, x.at(from + i), take);
      else combine_lanes<Rule>(out + i, x, from + i, 0, take);
    }
  }

  static FENCHEL_INLINE void copy(T* out, const T* x, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) out[i] = x[i];
  }

  /// Whole rows: a few columns at a time stay in registers while they pass.
  static FENCHEL_INLINE void feed_rows(T* out, const FoldInput<T>& x, std::int64_t from,
                                       std::int64_t rows, std::int64_t inner, bool starts) {
    if (starts) {
      feed_part(out, x, from, inner, true);
      from += inner;
      --rows;
    }
    std::int64_t c = 0;
    const auto columns = [&]<class Lane, int count>() {
      constexpr int wide = count * static_cast<int>(sizeof(Lane) / sizeof(T));
      for (; c + wide <= inner; c += wide)
        combine_columns<Rule, Lane>(out + c, x, from + c, rows, inner,
                                    std::make_integer_sequence<int, count>{});
    };
    columns.template operator()<V, 4>();
    columns.template operator()<V, 2>();
    columns.template operator()<V, 1>();
    columns.template operator()<T, 4>();
    columns.template operator()<T, 2>();
    columns.template operator()<T, 1>();
  }
};

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
