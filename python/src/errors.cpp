// SPDX-License-Identifier: Apache-2.0
// Bodies of errors.hpp.
#include "errors.hpp"

#include <pybind11/pybind11.h>

#include <fenchel/base/error.hpp>
#include <new>

namespace fenchel::python {

PyObject* traced_value_error = nullptr;
PyObject* linalg_error = nullptr;

namespace {

/// What users of NumPy catch already.
PyObject* numpy_linalg_error() {
  PyObject* module = PyImport_ImportModule("numpy.linalg");
  if (!module) return nullptr;
  PyObject* error = PyObject_GetAttrString(module, "LinAlgError");
  Py_DECREF(module);
  return error;
}

bool make_linalg_error() {
  PyObject* base = numpy_linalg_error();
  if (!base) return false;
  linalg_error = PyErr_NewExceptionWithDoc(
      "fenchel.LinAlgError",
      "A matrix that an operation cannot take: singular, or not positive definite.\n\n"
      "The call that asks for the value raises it; the message names the operation and the matrix.",
      base, nullptr);
  Py_DECREF(base);
  return linalg_error != nullptr;
}

}  // namespace

bool make_exceptions() {
  traced_value_error = PyErr_NewExceptionWithDoc(
      "fenchel.TracedValueError",
      "The value of a traced quantity was asked for while it has none.\n\n"
      "Under `jit`, `vmap` and `smooth` arguments stand for any value, so Python cannot branch on\n"
      "them or convert them. The message says what to write instead.",
      PyExc_TypeError, nullptr);
  return traced_value_error != nullptr && make_linalg_error();
}

void raise_current() noexcept {
  try {
    throw;
  } catch (const PythonError&) {
  } catch (pybind11::error_already_set& error) {
    error.restore();
  } catch (const pybind11::builtin_exception& error) {
    error.set_error();
  } catch (const ShapeError& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const TypeError& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
  } catch (const IndexError& error) {
    PyErr_SetString(PyExc_IndexError, error.what());
  } catch (const LinAlgError& error) {
    PyErr_SetString(linalg_error, error.what());
  } catch (const TracedValueError& error) {
    PyErr_SetString(traced_value_error, error.what());
  } catch (const std::bad_alloc&) {
    PyErr_SetString(PyExc_MemoryError, "fenchel: an array does not fit in memory");
  } catch (const std::invalid_argument& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const std::out_of_range& error) {
    PyErr_SetString(PyExc_IndexError, error.what());
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  } catch (...) {
    PyErr_SetString(PyExc_RuntimeError, "fenchel: unknown error");
  }
}

}  // namespace fenchel::python
