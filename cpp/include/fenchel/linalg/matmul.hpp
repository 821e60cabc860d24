// SPDX-License-Identifier: Apache-2.0
// The matrix product of strided matrices. Eigen does the blocks; a matrix is handed to it where it
// lies as long as its rows or its columns are contiguous.
#pragma once

#ifndef EIGEN_DONT_PARALLELIZE
#define EIGEN_DONT_PARALLELIZE
#endif
#ifndef EIGEN_NO_DEBUG
#define EIGEN_NO_DEBUG
#endif
#include <Eigen/Core>
#include <fenchel/linalg/strided.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

template <class T, int Order>
using Dense = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Order>;
template <class T, int Order>
using Mapped = Eigen::Map<const Dense<T, Order>, 0, Eigen::OuterStride<>>;

/// Calls use(matrix) with x as an Eigen expression that products are fast for.
template <class T, class Use>
void with_eigen(const Strided<T>& x, const Use& use) {
  const bool row_major = x.column_stride == 1 && (x.row_stride >= x.columns || x.rows == 1);
  const bool column_major = x.row_stride == 1 && (x.column_stride >= x.rows || x.columns == 1);
  if (row_major) {
    const auto outer = x.row_stride > x.columns ? x.row_stride : x.columns;
    use(Mapped<T, Eigen::RowMajor>(x.data, x.rows, x.columns, Eigen::OuterStride<>(outer)));
  } else if (column_major) {
    const auto outer = x.column_stride > x.rows ? x.column_stride : x.rows;
    use(Mapped<T, Eigen::ColMajor>(x.data, x.rows, x.columns, Eigen::OuterStride<>(outer)));
  } else {
    Dense<T, Eigen::RowMajor> copy(x.rows, x.columns);
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (std::int64_t j = 0; j < x.columns; ++j) copy(i, j) = x.at(i, j);
    use(Mapped<T, Eigen::RowMajor>(copy.data(), x.rows, x.columns,
                                   Eigen::OuterStride<>(x.columns)));
  }
}

/// c (m, n), row-major and contiguous, = a (m, k) times b (k, n). Where m or n is 1 Eigen takes its
/// matrix-vector kernels; measured, tall thin matrices run at the speed of memory in them.
template <class T>
void multiply(const Strided<T>& a, const Strided<T>& b, T* c) {
  Eigen::Map<Dense<T, Eigen::RowMajor>> out(c, a.rows, b.columns);
  if (out.size() == 0) return;
  if (a.columns == 0) {
    out.setZero();
    return;
  }
  with_eigen(a, [&](const auto& left) {
    with_eigen(b, [&](const auto& right) { out.noalias() = left * right; });
  });
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
