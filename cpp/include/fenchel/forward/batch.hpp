// SPDX-License-Identifier: Apache-2.0
// The Jacobian of one small function at many elements, an element in each SIMD lane: residuals of
// bundle adjustment, finite elements, a portfolio of options.
#pragma once

#include <fenchel/forward/column.hpp>
#include <fenchel/forward/linearize.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class V, std::size_t N>
FENCHEL_INLINE std::array<V, N> load_columns(const std::array<Column<simd::lane_t<V>>, N>& columns,
                                             std::size_t first) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    return std::array<V, N>{load_column<V>(columns[I], first)...};
  }(std::make_index_sequence<N>{});
}

template <class V, class C>
using load_columns_t = std::array<V, std::tuple_size_v<C>>;

/// One packet of elements.
template <class V, class F, class T, std::size_t N, class... P>
FENCHEL_INLINE void batch_step(const F& f, std::size_t n, std::size_t first, T* values, T* jacobian,
                               const std::array<Column<T>, N>& inputs, const P&... passive) {
  const auto at = linearize(f, load_columns<V>(inputs, first), load_columns<V>(passive, first)...);
  for (std::size_t m = 0; m < at.value.size(); ++m) {
    simd::store(values + m * n + first, at.value[m]);
    for (std::size_t i = 0; i < N; ++i)
      simd::store(jacobian + (m * N + i) * n + first, at.jacobian[m][i]);
  }
}

/// At least one packet. The last one may do some elements again, to the same results.
template <class V, class F, class T, class... P>
void batch(const F& f, std::size_t n, T* values, T* jacobian, const P&... arguments) {
  constexpr std::size_t lanes = simd::LaneOf<V>::count;
  for (std::size_t first = 0; first < n; first += lanes)
    batch_step<V>(f, n, std::min(first, n - lanes), values, jacobian, arguments...);
}

/// Fewer elements than lanes: those behind the end repeat the last one.
template <class V, std::size_t N>
struct Padded {
  using T = simd::lane_t<V>;
  static constexpr std::size_t lanes = simd::LaneOf<V>::count;
  T numbers[N * lanes];
  std::array<Column<T>, N> columns;

  Padded(const std::array<Column<T>, N>& from, std::size_t n) {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t e = 0; e < lanes; ++e)
        numbers[i * lanes + e] = number_of(from[i], std::min(e, n - 1));
      columns[i] = {numbers + i * lanes};
    }
  }
};

template <class V, class F, class T, std::size_t N, class... P>
void small_batch(const F& f, std::size_t n, T* values, T* jacobian,
                 const std::array<Column<T>, N>& inputs, const P&... passive) {
  constexpr std::size_t lanes = simd::LaneOf<V>::count;
  constexpr std::size_t rows = outputs_of<F, std::array<V, N>, load_columns_t<V, P>...>;
  T padded_values[rows * lanes], padded_jacobian[rows * N * lanes];
  batch<V>(f, lanes, padded_values, padded_jacobian, Padded<V, N>(inputs, n).columns,
           Padded<V, std::tuple_size_v<P>>(passive, n).columns...);
  for (std::size_t e = 0; e < n; ++e) {
    for (std::size_t m = 0; m < rows; ++m) values[m * n + e] = padded_values[m * lanes + e];
    for (std::size_t k = 0; k < rows * N; ++k) jacobian[k * n + e] = padded_jacobian[k * lanes + e];
  }
}

}  // namespace forward

/// Values and Jacobians of f at n elements. Output m of element e is written to values[m * n + e],
/// its derivative by input i to jacobian[(m * N + i) * n + e]: arrays over the elements, because
/// this is how registers leave, and how sums over elements and sparse assembly read. An element's
/// results do not depend on its neighbors. f must be branch-free: `where` in place of `if`.
template <class F, class T, std::size_t N, class... P>
void jacobian_batch(const F& f, std::size_t n, T* values, T* jacobian,
                    const std::array<Column<T>, N>& inputs, const P&... passive) noexcept {
  using V = simd::Native<T>;
  if (n >= static_cast<std::size_t>(V::lanes))
    forward::batch<V>(f, n, values, jacobian, inputs, passive...);
  else if (n > 0) forward::small_batch<V>(f, n, values, jacobian, inputs, passive...);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
