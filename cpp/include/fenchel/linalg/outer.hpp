// SPDX-License-Identifier: Apache-2.0
// The product of a column and a row, which Eigen would pack and multiply in blocks.
#pragma once

#include <fenchel/linalg/split.hpp>
#include <fenchel/linalg/strided.hpp>
#include <fenchel/simd/simd.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

/// out = factor * x, n contiguous elements.
template <class T>
void scale(T factor, const T* x, T* out, std::int64_t n) {
  using V = simd::Native<T>;
  constexpr std::int64_t lanes = simd::native_lanes<T>;
  std::int64_t j = 0;
  for (; j + lanes <= n; j += lanes) simd::store(out + j, V(factor) * simd::load<V>(x + j));
  for (; j < n; ++j) out[j] = factor * x[j];
}

/// Some rows of c = a b for a of one column.
template <class T>
void multiply_outer(const Strided<T>& a, const Strided<T>& b, T* c, AxisRange rows) {
  for (std::int64_t i = rows.first; i < rows.end; ++i) {
    T* const out = c + i * b.columns;
    if (b.column_stride == 1) scale(a.at(i, 0), b.data, out, b.columns);
    else
      for (std::int64_t j = 0; j < b.columns; ++j) out[j] = a.at(i, 0) * b.at(0, j);
  }
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
