// SPDX-License-Identifier: Apache-2.0
// The sum of the product of two matrices, which needs no product: with a the sums of the columns of
// A and b those of the rows of B,
//   sum(A B) = sum_k a_k b_k,   d/dA_ik = b_k,   d/dB_kj = a_k.
// Both matrices are read once, in blocks of some packets of k.
#pragma once

#include <array>
#include <fenchel/expr/matmul.hpp>
#include <fenchel/expr/sum.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class T, bool ActiveA, bool ActiveB>
struct LoweredProductSum {
  using V = simd::Native<T>;
  using Each = std::make_index_sequence<V::lanes>;
  static constexpr bool is_active = ActiveA || ActiveB, has_reduction = true;
  Matrix<T, ActiveA> a;
  Matrix<T, ActiveB> b;
  bool adds_a, adds_b;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<T>{run<false>(T(1))};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, T adj, const P&, E&) {
    run<true>(adj);
  }
  FENCHEL_INLINE T evaluate(T seed) { return run<is_active>(seed); }

 private:
  template <bool Reverses>
  T run(T seed) const {
    constexpr std::size_t width = V::lanes;
    const std::size_t inner = a.view.cols;
    V total(T(0));
    std::size_t k = 0;
    for (; k + 4 * width <= inner; k += 4 * width)
      total = total + blocks<Reverses>(
                          seed, std::array{Whole<V, 0>{k}, Whole<V, 0>{k + width},
                                           Whole<V, 0>{k + 2 * width}, Whole<V, 0>{k + 3 * width}});
    for (; k + width <= inner; k += width)
      total = total + blocks<Reverses>(seed, std::array{Whole<V, 0>{k}});
    if (k < inner) {
      const Rest<V> p{k, static_cast<int>(inner - k)};
      total = total + p.keep(blocks<Reverses>(seed, std::array{p}));
    }
    return simd::reduce_add(total);
  }
  /// The terms of neighboring packets of k. They are taken together, as a row of A is read along.
  template <bool Reverses, class P, std::size_t N>
  FENCHEL_INLINE V blocks(T seed, const std::array<P, N>& p) const {
    V columns[N], rows[N], terms(T(0));
    column_sums(p, columns);
    for (std::size_t n = 0; n < N; ++n) {
      rows[n] = row_sums(RowBlock<V, P>(b.view.data, b.view.cols, p[n]), Each{});
      terms = terms + columns[n] * rows[n];
      if constexpr (Reverses && ActiveB) store_rows(p[n], V(seed) * columns[n]);
      rows[n] = V(seed) * rows[n];
    }
    if constexpr (Reverses && ActiveA) store_columns(p, rows);
    return terms;
  }
  template <class P, std::size_t N>
  FENCHEL_INLINE void column_sums(const std::array<P, N>& p, V* sums) const {
    for (std::size_t n = 0; n < N; ++n) sums[n] = V(T(0));
    for (std::size_t i = 0; i < a.view.rows; ++i)
      for (std::size_t n = 0; n < N; ++n)
        sums[n] = sums[n] + p[n].load(a.view.data + i * a.view.cols);
  }
  /// Lane r is the sum of row r of the block.
  template <class P, std::size_t... R>
  FENCHEL_INLINE V row_sums(const RowBlock<V, P>& rows, std::index_sequence<R...>) const {
    V sums[V::lanes] = {V(T(R - R))...};
    std::size_t j = 0;
    for (; j + V::lanes <= rows.cols; j += V::lanes)
      ((sums[R] = sums[R] + simd::load<V>(rows.row(R) + j)), ...);
    if (const int rest = static_cast<int>(rows.cols - j); rest > 0)
      ((sums[R] = sums[R] + simd::load_partial<V>(rows.row(R) + j, rest)), ...);
    return transposed_sum(sums);
  }
  /// The same for each row of A.
  template <class P, std::size_t N>
  FENCHEL_INLINE void store_columns(const std::array<P, N>& p, const V* adj) const {
    for (std::size_t i = 0; i < a.view.rows; ++i) {
      T* row = a.gradient + i * a.view.cols;
      for (std::size_t n = 0; n < N; ++n)
        p[n].store(row, adds_a ? p[n].load(row) + adj[n] : adj[n]);
    }
  }
  /// One number for each row of B.
  template <class P>
  FENCHEL_INLINE void store_rows(const P& p, V adj) const {
    T each[V::lanes];
    simd::store(each, adj);
    for (int r = 0; r < p.count; ++r)
      fill(b.gradient + (p.at + static_cast<std::size_t>(r)) * b.view.cols, each[r]);
  }
  FENCHEL_INLINE void fill(T* row, T adj) const {
    std::size_t j = 0;
    for (; j + V::lanes <= b.view.cols; j += V::lanes)
      simd::store(row + j, adds_b ? simd::load<V>(row + j) + V(adj) : V(adj));
    for (; j < b.view.cols; ++j) row[j] = adds_b ? row[j] + adj : adj;
  }
};

/// A B, which is not computed: its sum is.
template <class T, bool ActiveA, bool ActiveB>
struct MatrixProduct : Expression {
  using Real = T;
  static constexpr std::size_t extent = std::dynamic_extent;
  static constexpr bool is_active = ActiveA || ActiveB, has_reduction = false;
  static constexpr int cost = 32, writers = ActiveA + ActiveB;
  template <bool Share>
  static constexpr int arrays = 0;

  Matrix<T, ActiveA> a;
  Matrix<T, ActiveB> b;

  MatrixProduct(const Matrix<T, ActiveA>& left, const Matrix<T, ActiveB>& right)
      : a(left), b(right) {
    if (a.view.cols != b.view.rows) [[unlikely]]
      fail_sizes(describe(), a.view.cols, b.view.rows);
  }
  [[gnu::cold]] std::string describe() const {
    const auto shape = [](const MatrixView<const T>& m) {
      return "matrix[" + std::to_string(m.rows) + ", " + std::to_string(m.cols) + "]";
    };
    return "matmul(" + shape(a.view) + ", " + shape(b.view) + ")";
  }
  std::size_t size() const { return a.view.rows * b.view.cols; }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&&) {}
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    static_assert(std::is_void_v<V>,
                  "fenchel: the product of two matrices is only summed: sum(matmul(a, b)).");
  }
};

template <class T, bool ActiveA, bool ActiveB>
struct ProductSum : Expression {
  using Real = T;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool is_active = ActiveA || ActiveB, has_reduction = true;
  static constexpr int cost = 1, writers = ActiveA + ActiveB;
  template <bool Share>
  static constexpr int arrays = 0;

  MatrixProduct<T, ActiveA, ActiveB> product;
  bool adds_a = false, adds_b = false;  ///< set by the plan of the gradients

  explicit ProductSum(const MatrixProduct<T, ActiveA, ActiveB>& p) : product(p) {}

  constexpr std::size_t size() const { return 1; }
  [[gnu::cold]] std::string describe() const { return "sum(" + product.describe() + ")"; }
  bool same(const ProductSum& other) const {
    return is_same(product.a, other.product.a) && is_same(product.b, other.product.b);
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (ActiveA) visit.block(product.a.gradient, count(product.a), adds_a);
    if constexpr (ActiveB) visit.block(product.b.gradient, count(product.b), adds_b);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredProductSum<T, ActiveA, ActiveB>{product.a, product.b, adds_a, adds_b};
  }

 private:
  template <bool Active>
  static std::size_t count(const Matrix<T, Active>& m) {
    return m.view.rows * m.view.cols;
  }
  template <bool Active>
  static bool is_same(const Matrix<T, Active>& m, const Matrix<T, Active>& other) {
    return m.view.data == other.view.data && m.view.rows == other.view.rows &&
           m.view.cols == other.view.cols && m.gradient == other.gradient;
  }
};

}  // namespace expr

/// The product of two matrices. It can be summed: `sum(matmul(a, b))`.
template <class T, bool ActiveA, bool ActiveB>
auto matmul(const expr::Matrix<T, ActiveA>& a, const expr::Matrix<T, ActiveB>& b) {
  return expr::MatrixProduct<T, ActiveA, ActiveB>(a, b);
}
template <class T, bool ActiveA, bool ActiveB>
auto sum(const expr::MatrixProduct<T, ActiveA, ActiveB>& product) {
  return expr::ProductSum<T, ActiveA, ActiveB>(product);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
