// SPDX-License-Identifier: Apache-2.0
// Running sums, and the linear recurrence that running products and their derivatives are.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// y_k = x_0 + ... + x_k along an axis; `backward` sums from the end: y_k = x_k + ... + x_{n-1}.
Var cumulative_sum(const Var& x, int axis, bool backward = false);
/// h_k = a_k h_{k-1} + b_k along an axis, h_{-1} = 0; `backward`: h_k = a_k h_{k+1} + b_k.
/// The operands have one shape and one floating type.
Var linear_recurrence(const Var& a, const Var& b, int axis, bool backward = false);
/// y_k = x_0 ... x_k along an axis.
Var cumulative_product(const Var& x, int axis);

}  // namespace fenchel
