// SPDX-License-Identifier: Apache-2.0
// Bodies of soft_max.hpp.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/smooth/formula.hpp>
#include <fenchel/smooth/soft_max.hpp>

namespace fenchel {
namespace detail {

/// A finite number near the largest entry: what to subtract before exp.
inline Var shift_of(const Var& x, const Axes& axes) {
  const Var top = max(x, axes, true);
  return stop_gradient(where(abs(top) < inf, top, Var(0.0)));
}

/// The gradient of the sum of f at x, by the program's own reverse mode. It is taken at a
/// placeholder, so that no trace of the differentiation is left in the program.
inline Var gradient_of(Var (*f)(const Var&), const Var& x) {
  const Var at = parameter(x.dtype(), x.shape(), TracedBy::smooth);
  const Var seed[] = {constant(1.0, x.dtype())};
  const Program gradient{{at}, pullback(Program{{at}, {f(at)}}, seed)};
  return substitute(gradient, {&x, 1})[0];
}

}  // namespace detail

FENCHEL_BODY Var logsumexp(const Var& x, const Axes& axes, bool keepdims) {
  const Var z = detail::floating(x);
  if (x.shape().size() == 0) return log(sum(exp(z), axes, keepdims));
  const Var shift = detail::shift_of(z, axes);
  const Var total = sum(exp(z - shift), axes, keepdims);
  return log(total) + reshape(shift, total.shape());
}

FENCHEL_BODY Var smooth_max(const Var& theta, const Regularizer& regularizer, const Scale& gamma,
                            int axis) {
  const int at = normalize_axis(axis, theta.rank(), "smooth_max");
  const Var last = move_axis(detail::floating(theta), at, theta.rank() - 1);
  return gamma.multiply(regularizer.conjugate(gamma.divide(last)));
}

FENCHEL_BODY Var smooth_argmax(const Var& theta, const Regularizer& regularizer, const Scale& gamma,
                               int axis) {
  const int at = normalize_axis(axis, theta.rank(), "smooth_argmax");
  const Var last = move_axis(detail::floating(theta), at, theta.rank() - 1);
  return move_axis(detail::gradient_of(regularizer.conjugate, gamma.divide(last)), theta.rank() - 1,
                   at);
}

FENCHEL_BODY Var softargmax(const Var& theta, const Scale& gamma, int axis) {
  return smooth_argmax(theta, shannon(), gamma, axis);
}

FENCHEL_BODY Var sparseargmax(const Var& theta, const Scale& gamma, int axis) {
  return smooth_argmax(theta, gini(), gamma, axis);
}

FENCHEL_BODY Var sparseplus(const Var& u) {
  const Var x = detail::floating(u);
  return where(x <= -1.0, Var(0.0), where(x >= 1.0, x, square(0.5 * (x + 1.0))));
}

FENCHEL_BODY Var sparse_sigmoid(const Var& u) {
  return detail::gradient_of(sparseplus, detail::floating(u));
}

}  // namespace fenchel
