// SPDX-License-Identifier: Apache-2.0
// What the folds combine by, and where they read: the monoids of sum, max and min, and operands
// that may be one number repeated.
#pragma once

#include <fenchel/execute/kernel_set.hpp>
#include <fenchel/simd/simd.hpp>
#include <limits>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// -0 is the neutral number of addition: 0 + -0 would lose the sign.
struct SumRule {
  template <class T>
  static constexpr T neutral = std::is_floating_point_v<T> ? T(-0.0) : T(0);
  template <class V>
  static FENCHEL_INLINE V combine(V a, V b) {
    return a + b;
  }
};

struct MaxRule {
  template <class T>
  static constexpr T neutral =
      std::is_floating_point_v<T> ? T(-inf) : std::numeric_limits<T>::lowest();
  template <class V>
  static FENCHEL_INLINE V combine(V a, V b) {
    return simd::max(a, b);
  }
};

struct MinRule {
  template <class T>
  static constexpr T neutral = std::is_floating_point_v<T> ? T(inf) : std::numeric_limits<T>::max();
  template <class V>
  static FENCHEL_INLINE V combine(V a, V b) {
    return simd::min(a, b);
  }
};

/// Number of striped accumulators: what fills 256 bytes on every instruction set.
template <class T>
inline constexpr std::int64_t fold_lanes = 256 / sizeof(T);

/// Elements of a block, or one number as often as a group of lanes wants it.
template <class T>
struct FoldInput {
  alignas(64) T repeated[fold_lanes<T>];
  const T* data;
  int stride;

  FENCHEL_INLINE FoldInput(const T* x, int s) : data(s == 0 ? repeated : x), stride(s) {
    if (s != 0) return;
    for (T& element : repeated) element = *x;
  }
  FoldInput(const FoldInput&) = delete;
  /// At least fold_lanes elements may be read from here on, if the block has them.
  FENCHEL_INLINE const T* at(std::int64_t i) const { return data + i * stride; }
  /// Elements i, i + 1, ... as a packet.
  template <class V>
  FENCHEL_INLINE V load(std::int64_t i) const {
    return simd::load<V>(at(i));
  }
};

/// lanes[from .. to) combined with the elements of x from `first` on.
template <class Rule, class T, class Input>
FENCHEL_INLINE void combine_lanes(T* lanes, const Input& x, std::int64_t first, std::int64_t from,
                                  std::int64_t to) {
  using V = simd::Native<T>;
  constexpr int width = simd::native_lanes<T>;
  std::int64_t j = from;
  for (; j + width <= to; j += width)
    simd::store(lanes + j,
                Rule::combine(simd::load<V>(lanes + j), x.template load<V>(first + (j - from))));
  for (; j < to; ++j) lanes[j] = Rule::combine(lanes[j], x.template load<T>(first + (j - from)));
}

/// acc[0 .. P) of V combined with `rows` rows of x, the rows `step` elements apart. A pack, not a
/// loop, so that the accumulators stay in registers.
template <class Rule, class V, class T, class Input, int... P>
FENCHEL_INLINE void combine_columns(T* acc, const Input& x, std::int64_t from, std::int64_t rows,
                                    std::int64_t step, std::integer_sequence<int, P...>) {
  constexpr int width = sizeof(V) / sizeof(T);
  V sum[] = {simd::load<V>(acc + P * width)...};
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::int64_t row = from + i * step;
    ((sum[P] = Rule::combine(sum[P], x.template load<V>(row + P * width))), ...);
  }
  (simd::store(acc + P * width, sum[P]), ...);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
