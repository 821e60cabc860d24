// SPDX-License-Identifier: Apache-2.0
// The product of a row-major matrix and an array, inside an elementwise expression: a pass takes a
// packet of rows at a time, forward and back, so that the matrix is read from memory once.
#pragma once

#include <fenchel/expr/matrix.hpp>
#include <fenchel/expr/row_sums.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class V, bool ActiveMatrix, bool ActiveArray>
struct LoweredMatmul {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = ActiveMatrix || ActiveArray, has_reduction = false;
  const T *matrix, *array;
  T *matrix_gradient, *array_gradient;
  std::size_t cols;
  bool adds;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    return Value<V>{RowBlock<V, P>(matrix, cols, p).times(array)};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P& p, E&) {
    T adjoints[V::lanes];
    simd::store(adjoints, adj);
    if constexpr (ActiveArray)
      RowBlock<V, P>(matrix, cols, p).add_weighted(adjoints, array_gradient);
    if constexpr (ActiveMatrix)
      for (int r = 0; r < p.count; ++r)
        outer<is_guarded<P>>(adjoints[r],
                             matrix_gradient + (p.at + static_cast<std::size_t>(r)) * cols);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {}

 private:
  /// One row of the gradient of the matrix.
  template <bool guarded>
  FENCHEL_INLINE void outer(T adj, T* row) const {
    for (std::size_t j = 0; j < cols; j += V::lanes) {
      const Rest<V> p{j, cols - j < V::lanes ? static_cast<int>(cols - j) : V::lanes};
      const bool counts = !guarded || adj != T(0);
      const V product = counts ? V(adj) * p.load(array) : V(T(0));
      p.store(row, adds ? p.load(row) + product : product);
    }
  }
};

template <class T, bool ActiveMatrix, std::size_t N, bool ActiveArray>
struct Matmul : Expression {
  using Real = T;
  static constexpr std::size_t extent = std::dynamic_extent;
  static constexpr bool is_active = ActiveMatrix || ActiveArray, has_reduction = false;
  static constexpr int cost = 32, writers = ActiveMatrix + ActiveArray;
  template <bool Share>
  static constexpr int arrays = 0;

  Matrix<T, ActiveMatrix> matrix;
  Array<T, N, ActiveArray> array;
  bool adds = false;  ///< set by the plan of the gradients, for the matrix

  Matmul(const Matrix<T, ActiveMatrix>& a, const Array<T, N, ActiveArray>& x)
      : matrix(a), array(x) {
    if (a.view.cols != x.size()) [[unlikely]]
      fail_sizes(describe(), a.view.cols, x.size());
  }

  std::size_t size() const { return matrix.view.rows; }
  [[gnu::cold]] std::string describe() const {
    return "matmul(" + matrix.describe() + ", " + array.describe() + ")";
  }
  bool same(const Matmul& other) const {
    return matrix.view.data == other.matrix.view.data && size() == other.size() &&
           matrix.gradient == other.matrix.gradient && array.same(other.array);
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (ActiveMatrix)
      visit.block(matrix.gradient, matrix.view.rows * matrix.view.cols, adds);
    if constexpr (ActiveArray) visit.summed(array.gradient, array.size());
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredMatmul<V, ActiveMatrix, ActiveArray>{
        matrix.view.data, array.data.data(), matrix.gradient, array.gradient, array.size(), adds};
  }
};

}  // namespace expr

/// The product of a matrix and an array.
template <class T, bool ActiveMatrix, class X>
auto matmul(const expr::Matrix<T, ActiveMatrix>& a, const X& x) {
  static_assert(
      requires { x.data.data(); }, "fenchel: matmul multiplies a matrix and an array leaf.");
  return expr::Matmul<T, ActiveMatrix, X::extent, X::is_active>(a, x);
}
template <class T, class X>
auto matmul(const expr::MatrixView<T>& a, const X& x) {
  return matmul(passive(a), x);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
