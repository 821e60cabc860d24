// SPDX-License-Identifier: Apache-2.0
// Reductions composed of others: moments, norms, products, truths, positions of extremes.
#pragma once

#include <fenchel/program/structural/reduce.hpp>

namespace fenchel {

/// Mean square distance from the mean, in two passes; `correction` is taken from the count.
Var variance(const Var& x, const Axes& axes, bool keepdims, double correction);
/// Its root; the derivative where all elements are equal is 0.
Var standard_deviation(const Var& x, const Axes& axes, bool keepdims, double correction);

/// (sum |x|^p)^(1/p) over axes; p = inf and -inf are the largest and the smallest magnitude, p = 0
/// counts what is not 0. The derivative at 0 is 0.
Var vector_norm(const Var& x, const Axes& axes, bool keepdims, double p);

/// The product of the elements. Its derivatives are products of the others: zeros are no exception.
Var prod(const Var& x, const Axes& axes, bool keepdims);

/// Whether any, or every, element is not 0.
Var any(const Var& x, const Axes& axes, bool keepdims);
Var all(const Var& x, const Axes& axes, bool keepdims);

/// The position of the first largest, or smallest, element of an axis; of NaN, if there is one.
Var argmax(const Var& x, int axis, bool keepdims);
Var argmin(const Var& x, int axis, bool keepdims);

}  // namespace fenchel
