// SPDX-License-Identifier: Apache-2.0
// Kinks: sign and abs are what their definitions by `where` become; maxima are those of the Shannon
// regularizer. Book section 13.4.
#pragma once

#include <fenchel/smooth/rules/compare.hpp>
#include <fenchel/smooth/soft_max.hpp>

namespace fenchel::detail {

/// P(x > 0) - P(x < 0) = 2 sigmoid(x / scale) - 1, written so that it is exactly odd.
inline Var soft_sign(const Var& x, const Scale& scale) { return tanh(0.5 * scale.divide(x)); }

inline Soft soften_sign(const Node&, SoftInputs x, const Scale& scale) {
  return {soft_sign(x[0].value, scale), Soft::moving};
}

inline Var soft_abs(const Var& x, const Scale& scale) { return x * soft_sign(x, scale); }

inline Soft soften_abs(const Node&, SoftInputs x, const Scale& scale) {
  return {soft_abs(x[0].value, scale), Soft::moving};
}

inline Soft soften_copysign(const Node&, SoftInputs x, const Scale& scale) {
  const Var &a = x[0].value, &b = x[1].value;
  const Var size = x[0].kind == Soft::fixed ? abs(a) : soft_abs(a, scale);
  const Var side = x[1].kind == Soft::fixed ? copysign(1.0, b) : soft_sign(b, scale);
  return {size * side, Soft::moving};
}

/// The direction moves the result by a rounding error only, and stays hard.
inline Soft soften_nextafter(const Node&, SoftInputs x, const Scale&) {
  return {nextafter(x[0].value, stop_gradient(x[1].value)), Soft::moving};
}

/// The smooth maximum of two, measured from `base`: exact in the tail in which base wins.
inline Var soft_maximum(const Var& base, const Var& other, const Scale& scale) {
  return base + scale.multiply(softplus(scale.divide(other - base)));
}

/// A fixed operand is the base: with 0 for it the maximum is the softplus function, tails included.
inline Soft soften_maximum(const Node&, SoftInputs x, const Scale& scale) {
  const int base = x[0].kind == Soft::fixed ? 0 : 1;
  return {soft_maximum(x[base].value, x[1 - base].value, scale), Soft::moving};
}

inline Soft soften_minimum(const Node& node, SoftInputs x, const Scale& scale) {
  const Soft negated[] = {{-x[0].value, x[0].kind}, {-x[1].value, x[1].kind}};
  return {-soften_maximum(node, negated, scale).value, Soft::moving};
}

/// Over the run of axes that the node reduces.
inline Var soft_max_over(const Node& node, const Var& x, const Scale& scale) {
  Axes axes;
  for (auto i = node.attributes()[0]; i < node.attributes()[1]; ++i) axes.push_back(i);
  return scale.multiply(logsumexp(scale.divide(floating(x)), axes));
}

inline Soft soften_max(const Node& node, SoftInputs x, const Scale& scale) {
  return {soft_max_over(node, x[0].value, scale), Soft::moving};
}

inline Soft soften_min(const Node& node, SoftInputs x, const Scale& scale) {
  return {-soft_max_over(node, -x[0].value, scale), Soft::moving};
}

}  // namespace fenchel::detail
