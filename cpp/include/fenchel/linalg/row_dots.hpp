// SPDX-License-Identifier: Apache-2.0
// Products of the rows of a large matrix with a vector, one row after another: memory is read as
// one stream, which is what it is fast at. Eigen's kernel reads eight rows at once.
#pragma once

#include <fenchel/linalg/strided.hpp>
#include <fenchel/simd/simd.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

/// Whether it pays: matrices beyond the caches, of rows that fill a few packets.
template <class T>
bool suits_row_dots(std::int64_t rows, std::int64_t columns) {
  return columns >= 32 && rows * columns * static_cast<std::int64_t>(sizeof(T)) > (4 << 20);
}

/// x . y; element j is added in lane j modulo the lanes of four packets.
template <class T>
FENCHEL_INLINE T row_dot(const T* x, const T* y, std::int64_t n) {
  using V = simd::Native<T>;
  constexpr std::int64_t lanes = simd::native_lanes<T>;
  V sum[4] = {V(T(0)), V(T(0)), V(T(0)), V(T(0))};
  std::int64_t j = 0;
  for (; j + 4 * lanes <= n; j += 4 * lanes)
    for (int p = 0; p < 4; ++p)
      sum[p] =
          simd::fma(simd::load<V>(x + j + p * lanes), simd::load<V>(y + j + p * lanes), sum[p]);
  for (int p = 0; j + lanes <= n; j += lanes, ++p)
    sum[p] = simd::fma(simd::load<V>(x + j), simd::load<V>(y + j), sum[p]);
  if (j < n) {
    const int left = static_cast<int>(n - j);
    sum[3] =
        simd::fma(simd::load_partial<V>(x + j, left), simd::load_partial<V>(y + j, left), sum[3]);
  }
  T lane[lanes];
  simd::store(lane, (sum[0] + sum[1]) + (sum[2] + sum[3]));
  for (std::int64_t half = lanes / 2; half > 0; half /= 2)
    for (std::int64_t i = 0; i < half; ++i) lane[i] += lane[half + i];
  return lane[0];
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
