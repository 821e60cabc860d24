// SPDX-License-Identifier: Apache-2.0
// Cholesky factors and triangular systems of fixed size, at any carrier: numbers, packets, duals,
// series, and functions being written down. A matrix is an array of N * N numbers, row by row.
#pragma once

#include <array>
#include <bit>
#include <fenchel/primitive/list.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

inline constexpr std::size_t most_rows = 16;

/// The number of rows of a square matrix of so many numbers; 0 if there is none up to the largest.
constexpr std::size_t rows_of(std::size_t numbers) {
  std::size_t n = most_rows;
  while (n > 0 && n * n != numbers) --n;
  return n;
}

/// N rows of N numbers, to work on.
template <class T, std::size_t N>
struct Rows {
  std::array<T, N * N> numbers{};

  constexpr T& operator()(std::size_t i, std::size_t j) { return numbers[i * N + j]; }
  constexpr const T& operator()(std::size_t i, std::size_t j) const { return numbers[i * N + j]; }
  /// row k -= the sum of factor(i) times row i over begin <= i < end, from column `first` on.
  /// Columns before it may be changed too.
  template <class Factor>
  constexpr void subtract(std::size_t k, std::size_t begin, std::size_t end, std::size_t first,
                          const Factor& factor) {
    for (std::size_t j = first; j < N; ++j)
      for (std::size_t i = begin; i < end; ++i)
        numbers[k * N + j] = numbers[k * N + j] - factor(i) * numbers[i * N + j];
  }
  /// row i *= factor.
  constexpr void scale(std::size_t i, const T& factor, std::size_t first) {
    for (std::size_t j = first; j < N; ++j) numbers[i * N + j] = numbers[i * N + j] * factor;
  }
};

/// Long rows of plain numbers: a packet at a time, padded with zeros.
template <class T, std::size_t N>
  requires(std::is_floating_point_v<T> && N > 4)
struct Rows<T, N> {
  static constexpr std::size_t width =
      std::min(std::bit_ceil(N), static_cast<std::size_t>(simd::native_lanes<T>));
  static constexpr std::size_t stride = (N + width - 1) / width * width;
  using V = simd::Packet<T, static_cast<int>(width)>;
  alignas(sizeof(T) * width) T numbers[N * stride] = {};

  constexpr T& operator()(std::size_t i, std::size_t j) { return numbers[i * stride + j]; }
  constexpr const T& operator()(std::size_t i, std::size_t j) const {
    return numbers[i * stride + j];
  }
  template <class Factor>
  FENCHEL_INLINE void subtract(std::size_t k, std::size_t begin, std::size_t end, std::size_t first,
                               const Factor& factor) {
    for (std::size_t j = first / width * width; j < stride; j += width) {
      V sum = simd::load<V>(numbers + k * stride + j);
      for (std::size_t i = begin; i < end; ++i)
        sum = simd::fma(V(-factor(i)), simd::load<V>(numbers + i * stride + j), sum);
      simd::store(numbers + k * stride + j, sum);
    }
  }
  FENCHEL_INLINE void scale(std::size_t i, T factor, std::size_t first) {
    for (std::size_t j = first / width * width; j < stride; j += width) {
      T* const to = numbers + i * stride + j;
      simd::store(to, simd::load<V>(to) * V(factor));
    }
  }
};

/// The transposed Cholesky factor of (A + A') / 2 where row <= column; the rest means nothing. From
/// the first pivot that is not positive on all is NaN.
template <class A, class T, std::size_t N>
constexpr void upper_factor(const A& a, Rows<T, N>& u) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = i; j < N; ++j)
      u(i, j) = i == j ? a[i * N + j] : 0.5 * (a[i * N + j] + a[j * N + i]);
  for (std::size_t k = 0; k < N; ++k) {
    u.subtract(k, 0, k, k, [&](std::size_t i) -> const T& { return u(i, k); });
    const T pivot = u(k, k), root = where(pivot > 0.0, sqrt(pivot), T(nan));
    u.scale(k, 1.0 / root, k + 1);
    u(k, k) = root;
  }
}

/// The lower triangle of the transposed rows; zeros above it.
template <class T, std::size_t N>
constexpr void transpose_into(const Rows<T, N>& u, std::array<T, N * N>& l) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) l[i * N + j] = j <= i ? u(j, i) : T(0.0);
}

/// x of L x = b, or of L' x = b, by the lower triangle of l.
template <bool Transposed, class L, class T, std::size_t N>
constexpr void solve_rows(const L& l, std::array<T, N>& x) {
  for (std::size_t step = 0; step < N; ++step) {
    const std::size_t i = Transposed ? N - 1 - step : step;
    T rest = x[i];
    if constexpr (!Transposed)
      for (std::size_t j = 0; j < i; ++j) rest = rest - l[i * N + j] * x[j];
    x[i] = rest = rest / l[i * N + i];
    if constexpr (Transposed)
      for (std::size_t j = 0; j < i; ++j) x[j] = x[j] - l[i * N + j] * rest;
  }
}

template <std::size_t Numbers>
constexpr std::size_t need_square() {
  static_assert(rows_of(Numbers) > 0,
                "fenchel: a matrix is square and row by row, at most 16 by 16.");
  return rows_of(Numbers);
}
template <std::size_t Numbers, std::size_t Right>
constexpr void need_fit() {
  static_assert(need_square<Numbers>() == Right,
                "fenchel: a right side has as many numbers as the matrix has rows.");
}

}  // namespace forward

/// Which of the two systems is solved.
enum class System { plain, transposed };

/// The lower triangular factor L of the symmetric part of A = L L'. From the first pivot that is
/// not positive on it is NaN.
template <class T, std::size_t Numbers>
constexpr std::array<T, Numbers> cholesky(const std::array<T, Numbers>& a) {
  forward::Rows<T, forward::need_square<Numbers>()> u;
  forward::upper_factor(a, u);
  std::array<T, Numbers> l{};
  forward::transpose_into(u, l);
  return l;
}

/// The solution of L x = b, or of L' x = b, with the lower triangle of L.
template <System Which = System::plain, class T, std::size_t Numbers, std::size_t N>
constexpr std::array<T, N> solve_triangular(const std::array<T, Numbers>& l, std::array<T, N> b) {
  forward::need_fit<Numbers, N>();
  forward::solve_rows<Which == System::transposed>(l, b);
  return b;
}

/// The diagonal of a square matrix.
template <class T, std::size_t Numbers>
constexpr auto diagonal(const std::array<T, Numbers>& a) {
  constexpr std::size_t n = forward::need_square<Numbers>();
  std::array<T, n> d{};
  for (std::size_t i = 0; i < n; ++i) d[i] = a[i * (n + 1)];
  return d;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
