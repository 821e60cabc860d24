// SPDX-License-Identifier: Apache-2.0
// Soft maxima and their gradients, the soft argmaxes, of any regularizer. Book section 13.4.
#pragma once

#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/smooth/regularizer.hpp>
#include <fenchel/smooth/scale.hpp>

namespace fenchel {

/// log of the sum of exp(x) over axes, without overflow. Entries of -inf count nothing; where all
/// are -inf (or there are none) the value is -inf and the derivative 0; at a +inf it is +inf, and
/// the derivative 0.
Var logsumexp(const Var& x, const Axes& axes = {}, bool keepdims = false);

/// max over p of <theta, p> - gamma omega(p) along an axis: gamma * conjugate(theta / gamma).
Var smooth_max(const Var& theta, const Regularizer& regularizer, const Scale& gamma = 1.0,
               int axis = -1);
/// The p where that maximum is attained: its gradient.
Var smooth_argmax(const Var& theta, const Regularizer& regularizer, const Scale& gamma = 1.0,
                  int axis = -1);

/// The argmax under Shannon entropy, often called softmax.
Var softargmax(const Var& theta, const Scale& gamma = 1.0, int axis = -1);
/// The argmax under Gini entropy, also called sparsemax: exact zeros.
Var sparseargmax(const Var& theta, const Scale& gamma = 1.0, int axis = -1);

/// The smooth maximum of u and 0 under Gini entropy, element by element: 0 below -1, u above 1.
Var sparseplus(const Var& u);
/// Its derivative, a step that is exactly 0 below -1 and 1 above 1.
Var sparse_sigmoid(const Var& u);

}  // namespace fenchel
