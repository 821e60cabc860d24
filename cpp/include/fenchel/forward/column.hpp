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

template <class T>
FENCHEL_INLINE T number_of(const Column<T>& column, std::size_t e) {
  const auto row = column.index ? column.index[e] : static_cast<std::ptrdiff_t>(e);
  return column.data[column.stride * row];
}

/// The elements from `first` on, in lanes.
template <class V>
FENCHEL_INLINE V load_column(const Column<simd::lane_t<V>>& column, std::size_t first) {
  if (column.stride == 1 && !column.index) return simd::load<V>(column.data + first);
  constexpr std::size_t lanes = simd::LaneOf<V>::count;
  simd::lane_t<V> numbers[lanes];
  for (std::size_t i = 0; i < lanes; ++i) numbers[i] = number_of(column, first + i);
  return simd::load<V>(numbers);
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
