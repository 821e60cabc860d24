// SPDX-License-Identifier: Apache-2.0
// Bodies of regularizer.hpp.
#pragma once

#include <fenchel/smooth/envelope.hpp>
#include <fenchel/smooth/formula.hpp>
#include <fenchel/smooth/project_simplex.hpp>
#include <fenchel/smooth/regularizer.hpp>
#include <fenchel/smooth/soft_max.hpp>

namespace fenchel {
namespace detail {

/// The conjugate of omega where its maximizer p is known. Entries are measured from the largest,
/// which p sums to one; so nothing cancels when they are large.
inline Var conjugate_at(const Var& p, Var (*omega)(const Var&), const Var& theta) {
  const Var top = max(theta, {-1});
  const Var below = inner(theta - max(theta, {-1}, true), p) - omega(p);
  return envelope(where(abs(top) == inf, top, top + below), theta, p);
}

inline Var shannon_omega(const Var& p) { return inner(p, log(p)); }
inline Var shannon_conjugate(const Var& theta) { return logsumexp(theta, {-1}); }

inline Var gini_omega(const Var& p) { return 0.5 * (sum(square(p), {-1}) - 1.0); }
inline Var gini_conjugate(const Var& theta) {
  return conjugate_at(project_simplex(theta), gini_omega, theta);
}

}  // namespace detail

FENCHEL_BODY const Regularizer& shannon() {
  static const Regularizer pair{"shannon", detail::shannon_omega, detail::shannon_conjugate};
  return pair;
}

FENCHEL_BODY const Regularizer& gini() {
  static const Regularizer pair{"gini", detail::gini_omega, detail::gini_conjugate};
  return pair;
}

FENCHEL_BODY const Regularizer& find_regularizer(const std::string& name) {
  std::string known;
  for (const Regularizer* regularizer : {&shannon(), &gini()}) {
    if (regularizer->name == name) return *regularizer;
    known += (known.empty() ? "" : ", ") + std::string(regularizer->name);
  }
  fail<std::invalid_argument>("there is no regularizer '" + name + "'; there are " + known);
}

}  // namespace fenchel
