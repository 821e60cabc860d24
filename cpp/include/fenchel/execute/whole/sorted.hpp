// SPDX-License-Identifier: Apache-2.0
// Positions that sort the last axis.
#pragma once

#include <algorithm>
#include <cmath>
#include <fenchel/execute/whole/bytes.hpp>
#include <numeric>

namespace fenchel::whole {

/// Not-a-numbers come last.
template <class T>
bool comes_before(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) return a < b || (std::isnan(b) && !std::isnan(a));
  else return a < b;
}

template <class T>
void sort_rows(const WholeCall& call, const T* x) {
  const Shape& shape = call.out_shape;
  const std::int64_t n = shape[shape.rank() - 1];
  auto* order = static_cast<std::int64_t*>(call.out);
  for (std::int64_t row = 0; n > 0 && row < shape.size() / n; ++row, x += n, order += n) {
    std::iota(order, order + n, 0);
    std::stable_sort(order, order + n, [&](auto i, auto j) { return comes_before(x[i], x[j]); });
  }
}

/// Attributes: the type of the input.
inline void sorting_order(const WholeCall& call) {
  const auto dtype = static_cast<DType>(call.attributes[0]);
  switch (dtype) {
    case DType::boolean:
      return sort_rows(call, static_cast<const unsigned char*>(call.in[0]));
    case DType::int64:
      return sort_rows(call, static_cast<const std::int64_t*>(call.in[0]));
    case DType::float32:
      return sort_rows(call, static_cast<const float*>(call.in[0]));
    case DType::float64:
      return sort_rows(call, static_cast<const double*>(call.in[0]));
    default:
      fail<TypeError>(std::string("argsort: not defined for ") + name_of(dtype));
  }
}

}  // namespace fenchel::whole
