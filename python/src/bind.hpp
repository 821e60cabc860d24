// SPDX-License-Identifier: Apache-2.0
// The parts of the module, one function a file.
#pragma once

#include <pybind11/pybind11.h>

#include <fenchel/program/structural/reduce.hpp>

namespace fenchel::python {

/// A builtin for every elementwise row of the table, and the table itself.
void bind_operations(pybind11::module_& module);
/// Primitives that a user's shared library adds to the table.
void bind_library(pybind11::module_& module);
/// Creation, conversion, shaping, reductions, evaluation.
void bind_array(pybind11::module_& module);
/// Functions composed of others: statistics, running sums, contractions.
void bind_composed(pybind11::module_& module);
/// Linear systems and determinants.
void bind_linalg(pybind11::module_& module);
/// Programs and their transforms.
void bind_program(pybind11::module_& module);
/// Loops and branches.
void bind_control(pybind11::module_& module);
/// What a plan will do.
void bind_plan(pybind11::module_& module);
/// The common call of grad and value_and_grad.
void bind_gradient(pybind11::module_& module);
/// Smoothing: regularizers, and the transform that makes hard branches soft.
void bind_smooth(pybind11::module_& module);
/// Methods of optimization, and their loop.
void bind_optimize(pybind11::module_& module);

/// A function of an array, axes and whether to keep them, with the arguments of NumPy's reductions.
using Reduction = Var (*)(const Var& x, const Axes& axes, bool keepdims);
void bind_reduction(pybind11::module_& module, const char* name, Reduction function);

}  // namespace fenchel::python
