// SPDX-License-Identifier: Apache-2.0
// Factorizations of one row-major matrix in place, and solutions by them. Eigen does the blocks.
#pragma once

#include <fenchel/linalg/eigen.hpp>
// After eigen.hpp, which says how.
#include <cstdint>
#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <fenchel/base/config.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace linalg {

template <class T>
using RowMajor = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using Square = Eigen::Map<RowMajor<T>>;
template <class T>
using Columns = Eigen::Map<RowMajor<T>>;

/// Replaces the lower triangle of a by its Cholesky factor, and the upper by zeros. False if a is
/// not positive definite.
template <class T>
bool cholesky(T* a, std::int64_t n) {
  Square<T> matrix(a, n, n);
  if (n == 0) return true;
  Eigen::Ref<RowMajor<T>> view(matrix);
  const Eigen::LLT<Eigen::Ref<RowMajor<T>>, Eigen::Lower> factor(view);
  matrix.template triangularView<Eigen::StrictlyUpper>().setZero();
  return factor.info() == Eigen::Success;
}

/// Replaces a by L and U of P A = L U; order[i] becomes the row of A that row i of them is.
template <class T>
void lu(T* a, T* order, std::int64_t n) {
  if (n == 0) return;
  Square<T> matrix(a, n, n);
  Eigen::Ref<RowMajor<T>> view(matrix);
  const Eigen::PartialPivLU<Eigen::Ref<RowMajor<T>>> factor(view);
  const auto& where = factor.permutationP().indices();  // row i of A becomes row where[i]
  for (std::int64_t i = 0; i < n; ++i) order[where[i]] = static_cast<T>(i);
}

/// Calls use(x) with the right sides, of which one is a vector to Eigen.
template <class T, class Use>
void with_columns(T* b, std::int64_t n, std::int64_t count, const Use& use) {
  if (count == 1) use(Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, 1>>(b, n));
  else use(Columns<T>(b, n, count));
}

/// Solves with one triangle of a; `part` is a mode of Eigen's triangular views.
template <unsigned Part, class T>
void divide(const T* a, T* b, std::int64_t n, std::int64_t count, bool transposed) {
  if (n == 0 || count == 0) return;
  const Eigen::Map<const RowMajor<T>> matrix(a, n, n);
  with_columns(b, n, count, [&](auto x) {
    if (transposed) matrix.template triangularView<Part>().transpose().solveInPlace(x);
    else matrix.template triangularView<Part>().solveInPlace(x);
  });
}

/// Replaces b (n, count) by the solution with a triangular matrix.
template <class T>
void solve_triangular(const T* a, T* b, std::int64_t n, std::int64_t count, bool lower,
                      bool transposed, bool unit_diagonal) {
  const auto run = [&]<unsigned Part>() { divide<Part>(a, b, n, count, transposed); };
  if (lower && unit_diagonal) run.template operator()<Eigen::UnitLower>();
  else if (lower) run.template operator()<Eigen::Lower>();
  else if (unit_diagonal) run.template operator()<Eigen::UnitUpper>();
  else run.template operator()<Eigen::Upper>();
}

/// x (n, count) of A x = b, or of A' x = b, by the factors of A and their order.
template <class T>
void solve(const T* factors, const T* order, const T* b, T* x, std::int64_t n, std::int64_t count,
           bool transposed) {
  const auto row = [&](std::int64_t i) { return static_cast<std::int64_t>(order[i]) * count; };
  const auto copy = [&](const T* from, T* to) { std::copy(from, from + count, to); };
  if (!transposed) {
    for (std::int64_t i = 0; i < n; ++i) copy(b + row(i), x + i * count);
    divide<Eigen::UnitLower>(factors, x, n, count, false);
    return divide<Eigen::Upper>(factors, x, n, count, false);
  }
  const RowMajor<T> w = [&] {
    RowMajor<T> out = Eigen::Map<const RowMajor<T>>(b, n, count);
    divide<Eigen::Upper>(factors, out.data(), n, count, true);
    divide<Eigen::UnitLower>(factors, out.data(), n, count, true);
    return out;
  }();
  for (std::int64_t i = 0; i < n; ++i) copy(w.data() + i * count, x + row(i));
}

}  // namespace linalg
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
