// SPDX-License-Identifier: Apache-2.0
// Reductions over axes. A node reduces one run of neighboring axes; others are chains of them.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// Axes of a reduction as the user gives them; none means all.
using Axes = std::vector<std::int64_t>;

Var sum(const Var& x, const Axes& axes = {}, bool keepdims = false);
Var max(const Var& x, const Axes& axes = {}, bool keepdims = false);
Var min(const Var& x, const Axes& axes = {}, bool keepdims = false);
Var mean(const Var& x, const Axes& axes = {}, bool keepdims = false);

}  // namespace fenchel
