// SPDX-License-Identifier: Apache-2.0
// What jit returns: a callable that knows the programs it has traced for plain arguments, runs them
// without a line of Python, and leaves every other call to a Python function.
#pragma once

#include <pybind11/pybind11.h>

namespace fenchel::python {

/// Creates the type, as _core.Jitted.
void bind_jitted(pybind11::module_& module);

}  // namespace fenchel::python
