// SPDX-License-Identifier: Apache-2.0
// Where a batch finds one input of its elements: in an array of its own, among others in records,
// or at an index (the camera of an observation, the corner of a triangle).
#pragma once

#include <cstddef>
#include <cstdint>
#include <fenchel/simd/simd.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// The number of element e is data[stride * e], or data[stride * index[e]].
template <class T>
struct Column {
  const T* data = nullptr;
  std::ptrdiff_t stride = 1;
  const std::int32_t* index = nullptr;
};

namespace forward {

/// The elements from `first` on, in lanes; lanes from `count` on repeat the last one.
template <class V>
FENCHEL_INLINE V load_column(const Column<simd::lane_t<V>>& column, std::size_t first, int count) {
  constexpr int lanes = simd::LaneOf<V>::count;
  if (column.stride == 1 && !column.index && count == lanes)
    return simd::load<V>(column.data + first);
  simd::lane_t<V> numbers[lanes];
  for (int i = 0; i < lanes; ++i) {
    const std::size_t e = first + static_cast<std::size_t>(i < count ? i : count - 1);
    const auto row = static_cast<std::ptrdiff_t>(e);
    numbers[i] = column.data[column.stride * (column.index ? column.index[e] : row)];
  }
  return simd::load<V>(numbers);
}

template <class V>
FENCHEL_INLINE void store_lanes(simd::lane_t<V>* to, const V& x, int count) {
  if (count == simd::LaneOf<V>::count) simd::store(to, x);
  else simd::store_partial(to, x, count);
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
