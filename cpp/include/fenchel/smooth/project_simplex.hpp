// SPDX-License-Identifier: Apache-2.0
// The Euclidean projection onto the probability simplex, exact and of every order of derivative.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The point of the simplex nearest to theta, along the last axis: max(theta - tau, 0) with the tau
/// that makes it sum to one. Equal entries get equal shares; an entry just at tau is not part of
/// the support; a -inf gets 0, and a row of them is all zeros (nothing can be chosen); entries that
/// are +inf share the row; a row with a NaN is NaN. Book section 13.4.4; Held et al. 1974.
Var project_simplex(const Var& theta);

}  // namespace fenchel
