// SPDX-License-Identifier: Apache-2.0
// Regularizers of the simplex. A regularizer is a pair of formulas; soft maxima, soft argmaxes and
// losses are derived from the pair.
#pragma once

#include <fenchel/program/var.hpp>
#include <string>

namespace fenchel {

/// A strictly convex function of the points p of the simplex and its conjugate, along the last
/// axis. The law that ties them: omega(p) + conjugate(theta) >= <theta, p>, with equality exactly
/// at the gradient p of the conjugate at theta. At the vertices omega is 0. Book section 13.3.5.
struct Regularizer {
  const char* name;
  Var (*omega)(const Var& p);
  Var (*conjugate)(const Var& theta);
};

/// Negative Shannon entropy, sum of p log p; its conjugate is log-sum-exp.
const Regularizer& shannon();
/// Negative Gini entropy, (|p|^2 - 1) / 2; its conjugate is attained at the Euclidean projection,
/// in which most entries may be exactly zero.
const Regularizer& gini();

/// The regularizer of a name; fails with the names there are.
const Regularizer& find_regularizer(const std::string& name);

}  // namespace fenchel
