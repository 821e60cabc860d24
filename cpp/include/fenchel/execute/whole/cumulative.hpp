// SPDX-License-Identifier: Apache-2.0
// Running sums and linear recurrences along an axis: element k of (outer, n, inner) from the one
// before it. The order of operations is that of the axis.
#pragma once

#include <fenchel/execute/whole/bytes.hpp>

namespace fenchel::whole {

/// Calls first(i) for every element i at the beginning of the axis, and next(i, j) for every other
/// element i, j being the one before it.
template <class First, class Next>
void run_along(const WholeCall& call, const First& first, const Next& next) {
  const Shape& shape = call.out_shape;
  const int axis = static_cast<int>(call.attributes[0]);
  const bool backward = call.attributes[1] != 0;
  const std::int64_t n = shape[axis], inner = count(shape, axis + 1, shape.rank());
  if (shape.size() == 0) return;
  const std::int64_t step = backward ? -inner : inner, start = backward ? (n - 1) * inner : 0;
  for (std::int64_t o = 0, outer = count(shape, 0, axis); o < outer; ++o) {
    std::int64_t row = o * n * inner + start;
    for (std::int64_t j = 0; j < inner; ++j) first(row + j);
    for (std::int64_t k = 1; k < n; ++k) {
      row += step;
      for (std::int64_t j = 0; j < inner; ++j) next(row + j, row + j - step);
    }
  }
}

inline void cumulative_sum(const WholeCall& call) {
  with_numbers(call, "cumsum", [&]<class T>() {
    const auto* x = static_cast<const T*>(call.in[0]);
    auto* y = static_cast<T*>(call.out);
    run_along(
        call, [&](std::int64_t i) { y[i] = x[i]; },
        [&](std::int64_t i, std::int64_t before) { y[i] = y[before] + x[i]; });
  });
}

inline void linear_recurrence(const WholeCall& call) {
  with_numbers(call, "cumprod", [&]<class T>() {
    const auto* a = static_cast<const T*>(call.in[0]);
    const auto* b = static_cast<const T*>(call.in[1]);
    auto* h = static_cast<T*>(call.out);
    run_along(
        call, [&](std::int64_t i) { h[i] = b[i]; },
        [&](std::int64_t i, std::int64_t before) { h[i] = a[i] * h[before] + b[i]; });
  });
}

}  // namespace fenchel::whole
