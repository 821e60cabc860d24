// SPDX-License-Identifier: Apache-2.0
// Optimization: minimize and its methods.
#pragma once

#include <fenchel/optimize/adam.hpp>
#include <fenchel/optimize/gradient_descent.hpp>
#include <fenchel/optimize/lbfgs.hpp>
#include <fenchel/optimize/minimize.hpp>
#include <fenchel/optimize/program_objective.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/array.hpp>
#include <fenchel/optimize/bodies.hpp>
#endif
