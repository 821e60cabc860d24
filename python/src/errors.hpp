// SPDX-License-Identifier: Apache-2.0
// C++ exceptions become Python's at the line of the user's call.
#pragma once

#include <Python.h>

namespace fenchel::python {

/// fenchel.TracedValueError, a subclass of TypeError.
extern PyObject* traced_value_error;
/// fenchel.LinAlgError, a subclass of numpy.linalg.LinAlgError.
extern PyObject* linalg_error;

/// Creates the exception types.
bool make_exceptions();

/// Sets the Python error that stands for the C++ exception being handled.
void raise_current() noexcept;

/// Thrown where Python's error indicator is already set.
struct PythonError {};

/// Runs `body` in a slot of CPython, where no C++ exception may leave.
template <class F>
auto guarded(F&& body, decltype(body()) failure) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (...) {
    raise_current();
    return failure;
  }
}

template <class F>
PyObject* guarded(F&& body) noexcept {
  return guarded(static_cast<F&&>(body), static_cast<PyObject*>(nullptr));
}

}  // namespace fenchel::python
