// SPDX-License-Identifier: Apache-2.0
// Cholesky factors and triangular systems of fixed size in expressions, with the rules of Giles
// (2008), "Collected matrix derivative results", and Murray (2016), "Differentiation of the
// Cholesky decomposition". The values are those of forward/triangular.hpp. A matrix is an array
// expression of N * N elements, row by row.
#pragma once

#include <fenchel/expr/block.hpp>
#include <fenchel/forward/triangular.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class A>
constexpr std::size_t need_square() {
  static_assert(forward::rows_of(A::extent) > 0,
                "fenchel: a matrix here has a fixed size and is square, at most 16 by 16.");
  return forward::rows_of(A::extent);
}

template <class A>
struct Cholesky : BlockNode<Cholesky<A>, A::extent, A> {
  static constexpr const char* name = "cholesky";
  using BlockNode<Cholesky, A::extent, A>::BlockNode;
};

template <class A>
struct Block<Cholesky<A>> {
  using T = typename A::Real;
  static constexpr std::size_t n = need_square<A>();
  static constexpr bool is_active = A::is_active;
  Block<A> matrix;
  forward::Rows<T, n> upper;
  std::array<T, n * n> value, adjoint{};

  explicit Block(const Cholesky<A>& e) : matrix(get<0>(e.inputs)) {
    forward::upper_factor(matrix.value, upper);
    forward::transpose_into(upper, value);
  }
  void reverse() {
    if constexpr (is_active) {
      if (!all_zero(adjoint)) send_back();
      matrix.reverse();
    }
  }

 private:
  /// The steps of the factorization backward. With S symmetric, S_ij the adjoint of a_ij and of
  /// a_ji together, step k has divided row k by the root of its pivot and taken products of its
  /// elements from the rows behind:
  ///   ct_k -= S u_k;   S_kj = ct_kj / u_kk;   S_kk = (ct_kk - sum over j > k of S_kj u_kj) / u_kk.
  /// So the adjoint of A, which the factor reads as (A + A') / 2, is S / 2.
  void send_back() {
    forward::Rows<T, n> s;
    for (std::size_t k = n; k-- > 0;) {
      for (std::size_t j = k + 1; j < n; ++j) s(k, j) = adjoint[j * n + k];
      s.subtract(k, k + 1, n, k + 1, [&](std::size_t i) -> const T& { return upper(k, i); });
      const T inverse = 1 / upper(k, k);
      T pivot = adjoint[k * n + k];
      for (std::size_t j = k + 1; j < n; ++j) {
        s(j, k) = s(k, j) *= inverse;
        pivot -= s(k, j) * upper(k, j);
      }
      s(k, k) = pivot * inverse;
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) matrix.adjoint[i * n + j] += T(0.5) * s(i, j);
  }
};

template <System Which, class L, class B>
struct SolveTriangular : BlockNode<SolveTriangular<Which, L, B>, B::extent, L, B> {
  static constexpr const char* name = "solve_triangular";
  using BlockNode<SolveTriangular, B::extent, L, B>::BlockNode;
};

template <System Which, class L, class B>
struct Block<SolveTriangular<Which, L, B>> {
  using T = typename L::Real;
  static constexpr std::size_t n = need_square<L>();
  static constexpr bool transposed = Which == System::transposed;
  static constexpr bool is_active = L::is_active || B::is_active;
  Block<L> matrix;
  Block<B> right;
  std::array<T, n> value, adjoint{};

  explicit Block(const SolveTriangular<Which, L, B>& e)
      : matrix(get<0>(e.inputs)), right(get<1>(e.inputs)) {
    for (std::size_t i = 0; i < n; ++i) value[i] = right.value[i];
    forward::solve_rows<transposed>(matrix.value, value);
  }
  void reverse() {
    if constexpr (is_active) {
      if (!all_zero(adjoint)) send_back();
      if constexpr (B::is_active) right.reverse();
      if constexpr (L::is_active) matrix.reverse();
    }
  }

 private:
  /// x = L^-1 b: the adjoint of b is w = L'^-1 ct, that of L the lower triangle of -w x'. For L'
  /// the same with L transposed: w = L^-1 ct and -x w'.
  void send_back() {
    std::array<T, n> w = adjoint;
    forward::solve_rows<!transposed>(matrix.value, w);
    const auto &left = transposed ? value : w, &top = transposed ? w : value;
    for (std::size_t i = 0; i < n; ++i) {
      right.adjoint[i] += w[i];
      if constexpr (L::is_active)
        for (std::size_t j = 0; j <= i; ++j) matrix.adjoint[i * n + j] -= left[i] * top[j];
    }
  }
};

template <class A>
struct Diagonal : BlockNode<Diagonal<A>, need_square<A>(), A> {
  static constexpr const char* name = "diagonal";
  using BlockNode<Diagonal, need_square<A>(), A>::BlockNode;
};

template <class A>
struct Block<Diagonal<A>> {
  using T = typename A::Real;
  static constexpr std::size_t n = need_square<A>();
  static constexpr bool is_active = A::is_active;
  Block<A> matrix;
  std::array<T, n> value, adjoint{};

  explicit Block(const Diagonal<A>& e) : matrix(get<0>(e.inputs)) {
    for (std::size_t i = 0; i < n; ++i) value[i] = matrix.value[i * (n + 1)];
  }
  void reverse() {
    if constexpr (is_active) {
      for (std::size_t i = 0; i < n; ++i) matrix.adjoint[i * (n + 1)] += adjoint[i];
      matrix.reverse();
    }
  }
};

}  // namespace expr

/// The lower triangular factor L of the symmetric part of A = L L'. From the first pivot that is
/// not positive on it is NaN: an expression throws nothing.
template <expr::ArrayNode A>
FENCHEL_INLINE auto cholesky(const A& a) {
  (void)expr::need_square<A>();
  return expr::Cholesky<A>(a);
}

/// The solution of L x = b, or of L' x = b, with the lower triangle of L.
template <System Which = System::plain, expr::ArrayNode L, expr::ArrayNode B>
FENCHEL_INLINE auto solve_triangular(const L& l, const B& b) {
  static_assert(expr::need_square<L>() == B::extent,
                "fenchel: a right side has as many elements as the matrix has rows.");
  return expr::SolveTriangular<Which, L, B>(l, b);
}

/// The diagonal of a square matrix.
template <expr::ArrayNode A>
FENCHEL_INLINE auto diagonal(const A& a) {
  return expr::Diagonal<A>(a);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
