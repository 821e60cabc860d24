// SPDX-License-Identifier: Apache-2.0
// Comparisons become probabilities: that of a > b is the logistic function of their difference, the
// probability that a plus logistic noise is above b. Book sections 5.2.1 and 5.3.1.
#pragma once

#include <fenchel/smooth/formula.hpp>
#include <fenchel/smooth/rules/logic.hpp>

namespace fenchel::detail {

inline Var probability_greater(const Var& a, const Var& b, const Scale& scale) {
  return sigmoid(scale.divide(a - b));
}

/// The density of logistic noise at the difference, relative to its peak: 1 where a = b.
inline Var probability_equal(const Var& a, const Var& b, const Scale& scale) {
  const Var distance = scale.divide(a - b);
  return 4.0 * (sigmoid(distance) * sigmoid(-distance));
}

inline Soft soften_greater(const Node&, SoftInputs x, const Scale& scale) {
  return {probability_greater(x[0].value, x[1].value, scale), Soft::truth};
}

inline Soft soften_less(const Node&, SoftInputs x, const Scale& scale) {
  return {probability_greater(x[1].value, x[0].value, scale), Soft::truth};
}

/// Truth values that are compared are not far apart on any scale: they agree with a probability.
inline Soft soften_equal(const Node&, SoftInputs x, const Scale& scale) {
  if (is_indicator(x[0]) && is_indicator(x[1]))
    return {complement(exclusive(x[0].value, x[1].value)), Soft::truth};
  return {probability_equal(x[0].value, x[1].value, scale), Soft::truth};
}

inline Soft soften_not_equal(const Node& node, SoftInputs x, const Scale& scale) {
  return {complement(soften_equal(node, x, scale).value), Soft::truth};
}

}  // namespace fenchel::detail
