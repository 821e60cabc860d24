// SPDX-License-Identifier: Apache-2.0
// Tensor: a CPython heap type of its own that holds one node. Assignment into a tensor (`x[i] = v`,
// `x += 1`) makes the handle hold another node, so whoever holds the same object sees it.
#pragma once

#include <Python.h>

#include <fenchel/program/operation.hpp>

#include "errors.hpp"

namespace fenchel::python {

struct Tensor {
  PyObject_HEAD Node* node;
  PyObject* weak_references;
};

extern PyTypeObject* tensor_type;

/// Creates the type.
bool make_tensor_type();

inline bool is_tensor(PyObject* object) { return Py_TYPE(object) == tensor_type; }
inline Node* node_of(PyObject* tensor) { return reinterpret_cast<Tensor*>(tensor)->node; }
inline Var value_of(PyObject* tensor) { return Var::share(node_of(tensor)); }

/// A new handle on a variable; empty variables are None.
PyObject* wrap(Var value);
/// Makes the handle hold another variable.
void rebind(PyObject* tensor, Var value);

/// An operand: a tensor, a Python or NumPy number, a NumPy array. False for anything else.
/// Python numbers are weak: they take the type of the tensor beside them.
bool lift(PyObject* object, Var& out);
/// The same, but a Python number is given the type of `beside` at once where that is certain.
bool lift_beside(PyObject* object, const Node* beside, Var& out);
/// An operand, or a TypeError that names the function.
Var operand(PyObject* object, const char* function);

/// Gives x its value. Where it is traced, raises TracedValueError saying what was asked (`what`)
/// and what to write instead (`fix`).
void demand(const Var& x, const char* what, const char* fix);

/// x[key], and x with x[key] = value, or with the value added to it.
Var take(const Var& x, PyObject* key);
Var put(const Var& x, PyObject* key, PyObject* value, bool add = false);

/// Tables of CPython slots, each in a file of its own.
std::vector<PyType_Slot> number_slots();
std::vector<PyType_Slot> container_slots();

}  // namespace fenchel::python
