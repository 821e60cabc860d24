// SPDX-License-Identifier: Apache-2.0
// Matrices of the caller's: views in row-major, column-major or strided order, and the leaves made
// of them. A formula takes a matrix line by line: a line is an array expression.
#pragma once

#include <fenchel/expr/strided.hpp>
#include <fenchel/expr/view.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// The base of all expressions with rows and columns. They state
///   Real, is_active, writers     as array expressions do
///   row_extent, column_extent    a number, std::dynamic_extent, or expr::scalar_extent if the
///                                expression is broadcast over rows or over columns
///   rows(), columns(), describe(), same(other), each_child(visit)
///   line<Axis>(i)                row i (Axis 0) or column i (Axis 1), an array or scalar
///   expression each_leaf<Axis>(visit)       its leaves, where lines of that axis are taken
struct MatrixExpression {};

namespace expr {

template <class E>
concept MatrixNode = std::derived_from<std::remove_cvref_t<E>, MatrixExpression>;

/// Where element (i, j) lies: at i * step(0) + j * step(1).
struct RowMajor {
  static constexpr int unit = 1;  ///< the axis along which elements are neighbors
  static constexpr std::size_t step(int axis, std::size_t, std::size_t columns) {
    return axis == 0 ? columns : 1;
  }
};
struct ColumnMajor {
  static constexpr int unit = 0;
  static constexpr std::size_t step(int axis, std::size_t rows, std::size_t) {
    return axis == 0 ? 1 : rows;
  }
};
struct Strided {
  static constexpr int unit = -1;
  std::size_t steps[2];
  constexpr std::size_t step(int axis, std::size_t, std::size_t) const { return steps[axis]; }
};

/// rows x cols numbers; R and C are the sizes that the compiler knows.
template <class T, class Layout = RowMajor, std::size_t R = std::dynamic_extent,
          std::size_t C = std::dynamic_extent>
struct MatrixView {
  T* data;
  std::size_t rows, cols;
  [[no_unique_address]] Layout layout = {};

  constexpr std::size_t step(int axis) const { return layout.step(axis, rows, cols); }
};

inline std::string matrix_with_size(std::size_t rows, std::size_t cols) {
  return "matrix[" + std::to_string(rows) + ", " + std::to_string(cols) + "]";
}

template <class T, bool Active, class Layout = RowMajor, std::size_t R = std::dynamic_extent,
          std::size_t C = std::dynamic_extent, class GradientLayout = Layout>
struct Matrix : MatrixExpression {
  using Real = T;
  static constexpr bool is_active = Active;
  static constexpr int writers = Active;
  static constexpr std::size_t row_extent = R, column_extent = C;

  MatrixView<const T, Layout, R, C> view;
  T* gradient;
  bool adds = false;  ///< set by the plan of the gradients

  FENCHEL_INLINE Matrix(const MatrixView<const T, Layout, R, C>& v, T* g) : view(v), gradient(g) {}

  constexpr std::size_t rows() const { return view.rows; }
  constexpr std::size_t columns() const { return view.cols; }
  [[gnu::cold]] std::string describe() const { return matrix_with_size(view.rows, view.cols); }
  bool same(const Matrix& other) const {
    return view.data == other.view.data && rows() == other.rows() && columns() == other.columns() &&
           gradient == other.gradient;
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit&) {}

  /// Elements of a line are neighbors in memory, and so are their gradients.
  template <int Axis>
  static constexpr bool is_dense =
      Layout::unit == 1 - Axis && (!Active || GradientLayout::unit == 1 - Axis);
  template <int Axis = 0, class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (Active && is_dense<Axis>) visit.array(gradient, rows() * columns(), adds);
    else if constexpr (Active) visit.summed(gradient, rows() * columns());
  }
  template <int Axis>
  FENCHEL_INLINE auto line(std::size_t i) const {
    constexpr std::size_t N = Axis == 0 ? C : R;
    const std::size_t n = Axis == 0 ? view.cols : view.rows;
    const T* data = view.data + i * view.step(Axis);
    T* to = Active ? gradient + i * gradient_step(Axis) : nullptr;
    if constexpr (is_dense<Axis>) {
      Array<T, N, Active> array(std::span<const T, N>(data, n), to);
      array.adds = adds;
      return array;
    } else {
      return StridedArray<T, N, Active>{{}, data, to, view.step(1 - Axis), gradient_step(1 - Axis),
                                        n};
    }
  }

 private:
  constexpr std::size_t gradient_step(int axis) const {
    if constexpr (Active) return GradientLayout{}.step(axis, view.rows, view.cols);
    else return 0;
  }
};

}  // namespace expr

/// A row-major matrix of the caller's.
template <class T>
auto matrix(T* data, std::size_t rows, std::size_t cols) {
  expr::need_real<std::remove_cv_t<T>>();
  return expr::MatrixView<T>{data, rows, cols};
}

/// A column-major matrix of the caller's.
template <class T>
auto column_major(T* data, std::size_t rows, std::size_t cols) {
  expr::need_real<std::remove_cv_t<T>>();
  return expr::MatrixView<T, expr::ColumnMajor>{data, rows, cols};
}

/// A matrix of which rows and columns are any number of elements apart. It is only read; the
/// gradient of one has a matrix of its own.
template <class T>
auto strided(T* data, std::size_t rows, std::size_t cols, std::size_t row_step,
             std::size_t column_step) {
  expr::need_real<std::remove_cv_t<T>>();
  return expr::MatrixView<T, expr::Strided>{data, rows, cols, {{row_step, column_step}}};
}

/// A row-major matrix of a fixed size.
template <class T, std::size_t C, std::size_t R>
auto matrix(std::array<std::array<T, C>, R>& rows) {
  expr::need_real<T>();
  return expr::MatrixView<T, expr::RowMajor, R, C>{rows[0].data(), R, C};
}
template <class T, std::size_t C, std::size_t R>
auto matrix(const std::array<std::array<T, C>, R>& rows) {
  expr::need_real<T>();
  return expr::MatrixView<const T, expr::RowMajor, R, C>{rows[0].data(), R, C};
}

/// A matrix whose gradient is written to g.
template <class T, class L, std::size_t R, std::size_t C, class G, class H, std::size_t S,
          std::size_t D>
FENCHEL_INLINE auto active(const expr::MatrixView<T, L, R, C>& a,
                           const expr::MatrixView<G, H, S, D>& g) {
  expr::need_writable<G>();
  static_assert(H::unit >= 0, "fenchel: the gradient of a matrix is row-major or column-major.");
  static_assert(expr::may_match(R, S) && expr::may_match(C, D),
                "fenchel: a leaf and its gradient have different sizes.");
  if (a.rows != g.rows || a.cols != g.cols) [[unlikely]]
    fail<ShapeError>("a matrix and its gradient: sizes [" + std::to_string(a.rows) + ", " +
                     std::to_string(a.cols) + "] and [" + std::to_string(g.rows) + ", " +
                     std::to_string(g.cols) + "] differ");
  using Real = std::remove_cv_t<T>;
  return expr::Matrix<Real, true, L, R, C, H>({a.data, a.rows, a.cols, a.layout}, g.data);
}

/// A matrix that is only read.
template <class T, class L, std::size_t R, std::size_t C>
FENCHEL_INLINE auto passive(const expr::MatrixView<T, L, R, C>& a) {
  return expr::Matrix<std::remove_cv_t<T>, false, L, R, C>({a.data, a.rows, a.cols, a.layout},
                                                           nullptr);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
