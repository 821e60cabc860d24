// SPDX-License-Identifier: Apache-2.0
// The bodies of the optimization chapter. The compiled runtime includes them in one unit; with
// FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/optimize/adam-inl.hpp>
#include <fenchel/optimize/gradient_descent-inl.hpp>
#include <fenchel/optimize/lbfgs-inl.hpp>
#include <fenchel/optimize/line_search-inl.hpp>
#include <fenchel/optimize/minimize-inl.hpp>
#include <fenchel/optimize/program_objective-inl.hpp>
