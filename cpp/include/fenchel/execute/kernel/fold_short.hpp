// SPDX-License-Identifier: Apache-2.0
// Folds of short rows that lie in one piece: element j goes to lane j modulo 4, because more lanes
// would cost more than they save.
#pragma once

#include <fenchel/execute/kernel/fold_rule.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class Rule, class T>
struct FoldShort {
  /// Elements at .. at + n of a row, into lanes in memory.
  static FENCHEL_INLINE void feed(T* acc, const FoldInput<T>& x, std::int64_t from, std::int64_t at,
                                  std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
      T& lane = acc[(at + i) % 4];
      lane = Rule::combine(lane, *x.at(from + i));
    }
  }

  static FENCHEL_INLINE T close(T* acc) {
    const T sum = Rule::combine(Rule::combine(acc[0], acc[2]), Rule::combine(acc[1], acc[3]));
    for (int j = 0; j < 4; ++j) acc[j] = Rule::template neutral<T>;
    return sum;
  }

  /// A row that lies in this block: the same, with lanes 0, 1 and lanes 2, 3 in registers.
  static FENCHEL_INLINE T whole(const FoldInput<T>& x, std::int64_t from, std::int64_t k) {
    Pair lower(Rule::template neutral<T>), upper = lower;
    std::int64_t i = 0;
    for (; i + 4 <= k; i += 4) {
      lower = Rule::combine(lower, simd::load<Pair>(x.at(from + i)));
      upper = Rule::combine(upper, simd::load<Pair>(x.at(from + i) + 2));
    }
    const T* rest = x.at(from + i);
    if (i + 1 < k) lower = Rule::combine(lower, simd::load<Pair>(rest));
    if (i + 2 < k) upper = Rule::combine(upper, single(rest[2]));
    if (i + 1 == k) lower = Rule::combine(lower, single(rest[0]));
    lower = Rule::combine(lower, upper);
    return Rule::combine(lower[0], lower[1]);
  }

 private:
  using Pair = simd::Packet<T, 2>;

  static FENCHEL_INLINE Pair single(T x) {
    const T lanes_of_pair[] = {x, Rule::template neutral<T>};
    return simd::load<Pair>(lanes_of_pair);
  }
};

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
