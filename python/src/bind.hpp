// SPDX-License-Identifier: Apache-2.0
// The parts of the module, one function a file.
#pragma once

#include <pybind11/pybind11.h>

namespace fenchel::python {

/// A builtin for every elementwise row of the table, and the table itself.
void bind_operations(pybind11::module_& module);
/// Creation, conversion, shaping, reductions, evaluation.
void bind_array(pybind11::module_& module);
/// Programs and their transforms.
void bind_program(pybind11::module_& module);

}  // namespace fenchel::python
