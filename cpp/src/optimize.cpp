// SPDX-License-Identifier: Apache-2.0
// The bodies of the optimization chapter, compiled once.
#include <fenchel/optimize/adam-inl.hpp>
#include <fenchel/optimize/gradient_descent-inl.hpp>
#include <fenchel/optimize/lbfgs-inl.hpp>
#include <fenchel/optimize/line_search-inl.hpp>
#include <fenchel/optimize/minimize-inl.hpp>
#include <fenchel/optimize/program_objective-inl.hpp>
