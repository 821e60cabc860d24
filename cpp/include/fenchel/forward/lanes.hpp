// SPDX-License-Identifier: Apache-2.0
// K tangents of one number: in SIMD lanes where they are plain numbers, else one after the other.
#pragma once

#include <algorithm>
#include <bit>
#include <fenchel/forward/rule.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class T, int K>
struct BlockOf {
  using type = T;
  static constexpr int width = 1;
};
template <class T, int K>
  requires std::is_arithmetic_v<T>
struct BlockOf<T, K> {
  static constexpr int width =
      std::min(simd::native_lanes<T>, static_cast<int>(std::bit_ceil(static_cast<unsigned>(K))));
  using type = simd::Packet<T, width>;
};

template <class T, int K>
struct Lanes {
  static_assert(K > 0);
  using Block = typename BlockOf<T, K>::type;
  static constexpr int width = BlockOf<T, K>::width;
  static constexpr int blocks = (K + width - 1) / width;

  Block block[blocks];

  Lanes() = default;
  FENCHEL_INLINE explicit Lanes(const T& all) {
    for (Block& b : block) b = Block(all);
  }
  FENCHEL_INLINE T operator[](int i) const {
    if constexpr (std::is_arithmetic_v<T>) return block[i / width][i % width];
    else return block[i];
  }
  FENCHEL_INLINE void set(int i, const T& t) {
    if constexpr (std::is_arithmetic_v<T>) block[i / width].set(i % width, t);
    else block[i] = t;
  }

  template <class F>
  FENCHEL_INLINE Lanes each(const F& f) const {
    Lanes result;
    for (int i = 0; i < blocks; ++i) result.block[i] = f(block[i]);
    return result;
  }
  friend FENCHEL_INLINE Lanes operator+(const Lanes& a, const Lanes& b) {
    Lanes sum;
    for (int i = 0; i < blocks; ++i) sum.block[i] = a.block[i] + b.block[i];
    return sum;
  }
};

template <class Op, class T, int K, class P>
FENCHEL_INLINE Lanes<T, K> scaled(const Lanes<T, K>& tangents, const P& partial) {
  using Block = typename Lanes<T, K>::Block;
  return tangents.each([&](const Block& t) { return Block(primitive::product<Op>(t, partial)); });
}

/// The partial is computed once for all tangents.
template <class Op, int I, class T, int K, class Y, class... X>
FENCHEL_INLINE Lanes<T, K> chained(const Lanes<T, K>& tangents, const Y& y, const X&... x) {
  using Block = typename Lanes<T, K>::Block;
  if constexpr (requires(const Block& t) { Op::template chain<I>(t, y, x...); })
    return tangents.each([&](const Block& t) { return Block(Op::template chain<I>(t, y, x...)); });
  else return scaled<Op>(tangents, T(Op::template partial<I>(y, x...)));
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
