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
                                             std::size_t first, int count) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    return std::array<V, N>{load_column<V>(columns[I], first, count)...};
  }(std::make_index_sequence<N>{});
}

/// One packet of elements.
template <class V, class F, class T, std::size_t N, class... P>
FENCHEL_INLINE void batch_step(const F& f, std::size_t n, std::size_t first, int count, T* values,
                               T* jacobian, const std::array<Column<T>, N>& inputs,
                               const P&... passive) {
  const auto at = linearize(f, load_columns<V>(inputs, first, count),
                            load_columns<V>(passive, first, count)...);
  for (std::size_t m = 0; m < at.value.size(); ++m) {
    store_lanes(values + m * n + first, at.value[m], count);
    for (std::size_t i = 0; i < N; ++i)
      store_lanes(jacobian + (m * N + i) * n + first, at.jacobian[m][i], count);
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
  constexpr std::size_t lanes = simd::native_lanes<T>;
  std::size_t first = 0;
  for (; first + lanes <= n; first += lanes)
    forward::batch_step<V>(f, n, first, simd::native_lanes<T>, values, jacobian, inputs,
                           passive...);
  if (first < n)
    forward::batch_step<V>(f, n, first, static_cast<int>(n - first), values, jacobian, inputs,
                           passive...);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
