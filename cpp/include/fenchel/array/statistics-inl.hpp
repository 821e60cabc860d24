// SPDX-License-Identifier: Apache-2.0
// Bodies of statistics.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <fenchel/array/elementwise.hpp>
#include <fenchel/array/part.hpp>
#include <fenchel/array/statistics.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

inline std::vector<int> all_or(const Axes& axes, int rank, const char* name) {
  std::vector<int> out;
  for (int i = 0; axes.empty() && i < rank; ++i) out.push_back(i);
  for (std::int64_t axis : axes) out.push_back(normalize_axis(axis, rank, name));
  return out;
}

inline double count_over(const Var& x, const Axes& axes, const char* name) {
  double count = 1;
  for (int axis : all_or(axes, x.rank(), name)) count *= static_cast<double>(x.dim(axis));
  return count;
}

/// s to the power e where s > 0, and 0 with the derivative 0 where s = 0: f = s^e is what norms end
/// with, and the norm has a smallest point there, of which 0 is a subgradient.
inline Var power_or_zero(const Var& s, double e) {
  const Var zero = call("equal", s, 0.0);
  const Var base = call("where", zero, 1.0, s);
  return call("where", zero, 0.0, e == 0.5 ? call("sqrt", base) : call("pow", base, e));
}

/// The product over one axis, which stays with size 1: halves multiplied until one element is left.
inline Var product_along(Var x, int axis) {
  Var odd;
  std::int64_t n = x.dim(axis);
  for (; n > 1; n /= 2) {
    if (n % 2) {
      const Var last = part(x, axis, n - 1, 1);
      odd = odd ? call("multiply", odd, last) : last;
    }
    x = call("multiply", part(x, axis, 0, n / 2), part(x, axis, n / 2, n / 2));
  }
  if (n == 0) {
    Shape shape = x.shape();
    shape[axis] = 1;
    return full(shape, 1, x.dtype());
  }
  return odd ? call("multiply", x, odd) : x;
}

inline Var without_axes(const Var& x, const std::vector<int>& axes) {
  Shape shape;
  for (int i = 0; i < x.rank(); ++i)
    if (std::find(axes.begin(), axes.end(), i) == axes.end()) shape.push_back(x.dim(i));
  return reshape(x, shape);
}

inline Var first_position(const Var& x, const Var& extreme, int axis, bool keepdims) {
  const std::int64_t n = x.dim(axis);
  Attributes numbers(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  Shape along;
  for (int i = axis; i < x.rank(); ++i) along.push_back(i == axis ? n : 1);
  const Var here = call("logical_or", call("equal", x, extreme), call("not_equal", x, x));
  return min(call("where", here, reshape(integers(numbers), along), n), {axis}, keepdims);
}

}  // namespace detail

FENCHEL_BODY Var variance(const Var& x, const Axes& axes, bool keepdims, double correction) {
  const Var at = detail::floating(x);
  const double divisor = std::max(detail::count_over(at, axes, "var") - correction, 0.0);
  const Var centered = detail::call("subtract", at, mean(at, axes, true));
  return detail::call("divide", sum(detail::call("square", centered), axes, keepdims), divisor);
}

FENCHEL_BODY Var standard_deviation(const Var& x, const Axes& axes, bool keepdims,
                                    double correction) {
  return detail::power_or_zero(variance(x, axes, keepdims, correction), 0.5);
}

FENCHEL_BODY Var vector_norm(const Var& x, const Axes& axes, bool keepdims, double p) {
  const Var at = detail::floating(x);
  if (p == 2) return detail::power_or_zero(sum(detail::call("square", at), axes, keepdims), 0.5);
  const Var size = detail::call("abs", at);
  if (p == 1) return sum(size, axes, keepdims);
  if (std::isinf(p)) return p > 0 ? max(size, axes, keepdims) : min(size, axes, keepdims);
  if (p == 0) return sum(cast(detail::call("not_equal", at, 0.0), at.dtype()), axes, keepdims);
  return detail::power_or_zero(sum(detail::call("pow", size, p), axes, keepdims), 1 / p);
}

FENCHEL_BODY Var prod(const Var& x, const Axes& axes, bool keepdims) {
  Var out = x.dtype() == DType::boolean ? cast(x, DType::int64) : x;
  const auto reduced = detail::all_or(axes, x.rank(), "prod");
  for (int axis : reduced) out = detail::product_along(out, axis);
  return keepdims ? out : detail::without_axes(out, reduced);
}

FENCHEL_BODY Var any(const Var& x, const Axes& axes, bool keepdims) {
  const Var count = sum(detail::call("not_equal", x, 0), axes, keepdims);
  return detail::call("not_equal", count, 0);
}

FENCHEL_BODY Var all(const Var& x, const Axes& axes, bool keepdims) {
  return detail::call("equal", sum(detail::call("equal", x, 0), axes, keepdims), 0);
}

FENCHEL_BODY Var argmax(const Var& x, int axis, bool keepdims) {
  const int at = normalize_axis(axis, x.rank(), "argmax");
  return detail::first_position(x, max(x, {at}, true), at, keepdims);
}

FENCHEL_BODY Var argmin(const Var& x, int axis, bool keepdims) {
  const int at = normalize_axis(axis, x.rank(), "argmin");
  return detail::first_position(x, min(x, {at}, true), at, keepdims);
}

}  // namespace fenchel
