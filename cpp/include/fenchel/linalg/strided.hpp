// SPDX-License-Identifier: Apache-2.0
// A matrix in memory with any strides, counted in elements; 0 repeats a row or a column.
#pragma once

#include <cstdint>
#include <fenchel/base/config.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

template <class T>
struct Strided {
  const T* data;
  std::int64_t rows, columns;
  std::int64_t row_stride, column_stride;

  FENCHEL_INLINE const T& at(std::int64_t i, std::int64_t j) const {
    return data[i * row_stride + j * column_stride];
  }
  FENCHEL_INLINE Strided transposed() const {
    return {data, columns, rows, column_stride, row_stride};
  }
};

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
