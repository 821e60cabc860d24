// SPDX-License-Identifier: Apache-2.0
// Bodies of arithmetic.hpp.
#pragma once

#include <fenchel/array/arithmetic.hpp>
#include <fenchel/array/elementwise.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

/// Repeated squaring keeps integers exact.
inline Var exact_power(const Var& x, std::int64_t n) {
  Var out, square = x;
  for (; n > 0; n /= 2) {
    if (n % 2) out = out ? call("multiply", out, square) : square;
    if (n > 1) square = call("square", square);
  }
  return out;
}

}  // namespace detail

FENCHEL_BODY Var integer_power(const Var& x, std::int64_t n) {
  if (n == 0) return full(x.shape(), 1, x.dtype() == DType::boolean ? DType::int64 : x.dtype());
  if (n == 1) return x;
  if (n == 2) return detail::call("square", x);
  if (is_floating(x.dtype())) return detail::call("pow", x, static_cast<double>(n));
  if (n < 0)
    fail<ShapeError>("integers to negative integer powers are not allowed; write x ** " +
                     std::to_string(n) + ".0");
  return detail::exact_power(x, n);
}

}  // namespace fenchel
