// SPDX-License-Identifier: Apache-2.0
// Element types of fenchel and of NumPy.
#pragma once

#include <Python.h>

#include <fenchel/base/dtype.hpp>

namespace fenchel::python {

/// Fetches NumPy's dtype objects.
bool load_dtypes();
/// The dtype object, a new reference.
PyObject* numpy_dtype(DType dtype);
/// The type that a dtype object, a type such as `float` or a name stands for; fails with a
/// TypeError that lists the types there are.
DType dtype_from(PyObject* object);

}  // namespace fenchel::python
