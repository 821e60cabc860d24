// SPDX-License-Identifier: Apache-2.0
// The matrix product of strided matrices. Eigen does the blocks; a matrix is handed to it where it
// lies as long as its rows or its columns are contiguous.
#pragma once

#include <fenchel/linalg/eigen.hpp>
#include <fenchel/linalg/outer.hpp>
#include <fenchel/linalg/row_dots.hpp>
#include <fenchel/linalg/small.hpp>
#include <fenchel/linalg/split.hpp>
#include <fenchel/linalg/strided.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

template <class T, int Order>
using Dense = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Order>;
template <class T, int Order>
using Mapped = Eigen::Map<const Dense<T, Order>, 0, Eigen::OuterStride<>>;

/// In which order Eigen must see a matrix.
enum class Order { any, rows, columns, without_gaps };

/// Where the order of additions depends on how an operand lies in memory, its order is a function
/// of the sizes, so that a product has the same bits for a view and for a copy of it. Matrix-vector
/// kernels want long runs; small products add in the order of the operands' types. `other` is the
/// free size of the other operand.
inline Order order_of(std::int64_t rows, std::int64_t columns, std::int64_t other) {
  if (rows + columns + other < 24) return Order::without_gaps;
  if (other == 1) return columns > 8 * rows ? Order::columns : Order::rows;
  return Order::any;
}

template <int Major, class T, class Use>
void with_copy(const Strided<T>& x, const Use& use) {
  Dense<T, Major> copy(x.rows, x.columns);
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t j = 0; j < x.columns; ++j) copy(i, j) = x.at(i, j);
  const auto outer = Major == Eigen::RowMajor ? x.columns : x.rows;
  use(Mapped<T, Major>(copy.data(), x.rows, x.columns, Eigen::OuterStride<>(outer)));
}

/// Whether x is a whole row-major matrix.
template <class T>
bool is_dense(const Strided<T>& x) {
  return (x.column_stride == 1 || x.columns == 1) && (x.row_stride == x.columns || x.rows == 1);
}

template <class T, class Use>
void with_dense(const Strided<T>& x, const Use& use) {
  if (!is_dense(x)) return with_copy<Eigen::RowMajor>(x, use);
  use(Mapped<T, Eigen::RowMajor>(x.data, x.rows, x.columns, Eigen::OuterStride<>(x.columns)));
}

/// Calls use(matrix) with x as an Eigen expression that products are fast for.
template <class T, class Use>
void with_eigen(const Strided<T>& x, Order order, const Use& use) {
  if (order == Order::without_gaps) return with_dense(x, use);
  if (x.rows == 1 || x.columns == 1) order = Order::any;
  const bool row_major = x.column_stride == 1 && (x.row_stride >= x.columns || x.rows == 1);
  const bool column_major = x.row_stride == 1 && (x.column_stride >= x.rows || x.columns == 1);
  if (row_major && order != Order::columns) {
    const auto outer = x.row_stride > x.columns ? x.row_stride : x.columns;
    use(Mapped<T, Eigen::RowMajor>(x.data, x.rows, x.columns, Eigen::OuterStride<>(outer)));
  } else if (column_major && order != Order::rows) {
    const auto outer = x.column_stride > x.rows ? x.column_stride : x.rows;
    use(Mapped<T, Eigen::ColMajor>(x.data, x.rows, x.columns, Eigen::OuterStride<>(outer)));
  } else if (order == Order::columns) {
    with_copy<Eigen::ColMajor>(x, use);
  } else {
    with_copy<Eigen::RowMajor>(x, use);
  }
}

/// Some rows of a product; a matrix-vector product adds a limited number of terms at a time.
template <class Left, class Right, class Out>
void multiply_parts(const Left& left, const Right& right, Out& out, AxisRange rows,
                    AxisRange terms) {
  if (right.cols() > 1 && terms.first == 0 && rows.end - rows.first == left.rows()) {
    out.noalias() = left * right;
    return;
  }
  using T = typename Out::Scalar;
  if constexpr (Left::IsRowMajor)
    if (right.cols() == 1 && right.innerStride() == 1 &&
        suits_row_dots<T>(left.rows(), left.cols())) {
      for (std::int64_t i = rows.first; i < rows.end; ++i)
        out(i, 0) = row_dot(&left.coeffRef(i, 0), right.data(), left.cols());
      return;
    }
  const std::int64_t step = terms_at_a_time(left.rows()), count = rows.end - rows.first;
  for (std::int64_t at = terms.first; at < terms.end; at += step) {
    const std::int64_t n = step < terms.end - at ? step : terms.end - at;
    const auto product = left.block(rows.first, at, count, n) * right.middleRows(at, n);
    if (at == 0) out.middleRows(rows.first, count).noalias() = product;
    else out.middleRows(rows.first, count).noalias() += product;
  }
}

/// c (m, n), row-major and contiguous, = a (m, k) times b (k, n). Where m or n is 1 Eigen takes its
/// matrix-vector kernels; measured, tall thin matrices run at the speed of memory in them.
/// Only the rows and terms asked for are computed; terms behind the first are added to c.
template <class T>
void multiply(const Strided<T>& a, const Strided<T>& b, T* c, AxisRange rows = {},
              AxisRange terms = {}) {
  Eigen::Map<Dense<T, Eigen::RowMajor>> out(c, a.rows, b.columns);
  if (out.size() == 0) return;
  if (a.columns == 0) {
    out.setZero();
    return;
  }
  if (a.columns == 1 && b.columns > 1) return multiply_outer(a, b, c, rows.within(a.rows));
  if (is_small_product(a.rows, a.columns, b.columns) && rows.within(a.rows).end == a.rows &&
      rows.first == 0)
    return multiply_small(a, b, c);
  const Order left_order = order_of(a.rows, a.columns, b.columns);
  const Order right_order = order_of(b.rows, b.columns, a.rows);
  with_eigen(a, left_order, [&](const auto& left) {
    with_eigen(b, right_order, [&](const auto& right) {
      multiply_parts(left, right, out, rows.within(a.rows), terms.within(a.columns));
    });
  });
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
