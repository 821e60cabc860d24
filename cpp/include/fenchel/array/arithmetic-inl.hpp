// SPDX-License-Identifier: Apache-2.0
// Bodies of arithmetic.hpp.
#pragma once

#include <fenchel/array/arithmetic.hpp>
#include <fenchel/array/elementwise.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

/// The largest whole number not above q. Beyond 2^52 every float is whole.
inline Var floor_of(const Var& q) {
  const Var small = call("less", call("abs", q), 0x1p52);
  const Var whole = cast(cast(call("where", small, q, 0.0), DType::int64), q.dtype());
  const Var below = call("subtract", whole, cast(call("less", q, whole), q.dtype()));
  return call("where", small, below, q);
}

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

FENCHEL_BODY Var floor_divide(const Var& a, const Var& b) {
  const Var quotient = stop_gradient(detail::call("divide", a, b));
  const Var floor = detail::floor_of(quotient);
  return is_floating(a.dtype()) || is_floating(b.dtype()) ? floor : cast(floor, DType::int64);
}

FENCHEL_BODY Var remainder(const Var& a, const Var& b) {
  return detail::call("subtract", a, detail::call("multiply", b, floor_divide(a, b)));
}

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
