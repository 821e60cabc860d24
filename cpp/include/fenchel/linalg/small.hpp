// SPDX-License-Identifier: Apache-2.0
// Products of small matrices, of which stacks hold many: a row of the result stays in registers
// while the rows of the right matrix are added to it. What Eigen spends before its first
// multiplication is here more than the product.
#pragma once

#include <fenchel/linalg/strided.hpp>
#include <fenchel/simd/simd.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

inline constexpr std::int64_t small_size = 16;

/// Whether a product is computed here. Products with a vector have kernels of their own.
inline bool is_small_product(std::int64_t m, std::int64_t k, std::int64_t n) {
  return m <= small_size && k <= small_size && n <= small_size && n > 1 && k > 0;
}

/// c = the row `a` (elements `stride` apart) times b, whose rows are contiguous: n elements, in
/// `Packets` packets of which the last has `left` lanes.
template <int Packets, class T>
FENCHEL_INLINE void multiply_row(const T* a, std::int64_t stride, const Strided<T>& b, T* c,
                                 int left) {
  using V = simd::Native<T>;
  constexpr int last = Packets - 1, lanes = simd::native_lanes<T>;
  V sum[Packets];
  for (V& part : sum) part = V(T(0));
  for (std::int64_t k = 0; k < b.rows; ++k) {
    const V factor = a[k * stride];
    const T* row = &b.at(k, 0);
    for (int p = 0; p < last; ++p)
      sum[p] = simd::fma(factor, simd::load<V>(row + p * lanes), sum[p]);
    sum[last] = simd::fma(factor, simd::load_partial<V>(row + last * lanes, left), sum[last]);
  }
  for (int p = 0; p < last; ++p) simd::store(c + p * lanes, sum[p]);
  simd::store_partial(c + last * lanes, sum[last], left);
}

/// Calls multiply_row with the number of packets that n elements take.
template <int Packets, class T>
void multiply_rows(const Strided<T>& a, const Strided<T>& b, T* c) {
  constexpr int lanes = simd::native_lanes<T>;
  const int n = static_cast<int>(b.columns);
  if constexpr (Packets * lanes < small_size)
    if (n > Packets * lanes) return multiply_rows<Packets + 1>(a, b, c);
  const int left = n - (Packets - 1) * lanes;
  for (std::int64_t i = 0; i < a.rows; ++i)
    multiply_row<Packets>(&a.at(i, 0), a.column_stride, b, c + i * n, left);
}

/// c, row-major and contiguous, = a b. Terms are added in their order, however the operands lie.
template <class T>
void multiply_small(const Strided<T>& a, const Strided<T>& b, T* c) {
  if (b.column_stride == 1) return multiply_rows<1>(a, b, c);
  T copy[small_size * small_size];
  for (std::int64_t k = 0; k < b.rows; ++k)
    for (std::int64_t j = 0; j < b.columns; ++j) copy[k * b.columns + j] = b.at(k, j);
  multiply_rows<1>(a, Strided<T>{copy, b.rows, b.columns, b.columns, 1}, c);
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
