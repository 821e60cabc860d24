// SPDX-License-Identifier: Apache-2.0
// Tensor as a container and as a number: len, iteration, x[i], x[i] = v, bool, float, int, index.
#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>

#include "tensor.hpp"

namespace fenchel::python {
namespace {

constexpr const char* keep_it = "compute with the tensor itself, by functions of fenchel or NumPy";

double number(PyObject* self, const char* function, const char* fix = keep_it) {
  const Var x = value_of(self);
  if (x.shape().size() != 1)
    fail<TypeError>(std::string(function) +
                    ": only a tensor of one element is a number, this one has shape " +
                    to_string(x.shape()));
  demand(x, function, fix);
  return item(x);
}

int truth(PyObject* self) {
  return guarded(
      [&]() -> int {
        const Shape shape = node_of(self)->shape();
        if (shape.size() != 1)
          fail<ShapeError>("the truth value of a tensor of shape " + to_string(shape) +
                           " is ambiguous; compare single elements, or use fl.where");
        return number(self, "bool()",
                      "write fl.where(condition, a, b) instead of a Python branch") != 0;
      },
      -1);
}

PyObject* to_float(PyObject* self) {
  return guarded([&] { return PyFloat_FromDouble(number(self, "float()")); });
}

PyObject* integer(PyObject* self, const char* function) {
  const double value = number(self, function);
  const Var x = value_of(self);
  if (x.dtype() != DType::int64) return PyLong_FromDouble(value);
  return PyLong_FromLongLong(*static_cast<const std::int64_t*>(data_of(x)));
}

PyObject* to_int(PyObject* self) {
  return guarded([&] { return integer(self, "int()"); });
}

PyObject* to_index(PyObject* self) {
  return guarded([&] {
    if (node_of(self)->dtype != DType::int64 || node_of(self)->rank != 0)
      fail<TypeError>("only an integer tensor of no axes can be used as an index");
    return integer(self, "an index of Python");
  });
}

Py_ssize_t length(PyObject* self) {
  return guarded(
      [&]() -> Py_ssize_t {
        if (node_of(self)->rank == 0) fail<TypeError>("len() of a tensor without axes");
        return static_cast<Py_ssize_t>(node_of(self)->shape_span()[0]);
      },
      -1);
}

PyObject* iterate(PyObject* self) {
  if (length(self) < 0) return nullptr;
  return PySeqIter_New(self);
}

PyObject* get_item(PyObject* self, PyObject* key) {
  return guarded([&] { return wrap(take(value_of(self), key)); });
}

PyObject* item_at(PyObject* self, Py_ssize_t index) {
  return guarded([&]() -> PyObject* {
    if (index >= length(self)) {  // the end of every loop: no message is worth composing
      PyErr_SetNone(PyExc_IndexError);
      return nullptr;
    }
    PyObject* key = PyLong_FromSsize_t(index);
    if (!key) return nullptr;
    PyObject* element = get_item(self, key);
    Py_DECREF(key);
    return element;
  });
}

int set_item(PyObject* self, PyObject* key, PyObject* value) {
  return guarded(
      [&]() -> int {
        if (!value) fail<TypeError>("elements of a tensor cannot be deleted");
        rebind(self, put(value_of(self), key, value));
        return 0;
      },
      -1);
}

template <class F>
PyType_Slot slot(int id, F function) {
  return {id, reinterpret_cast<void*>(function)};
}

}  // namespace

std::vector<PyType_Slot> container_slots() {
  return {slot(Py_nb_bool, truth),
          slot(Py_nb_float, to_float),
          slot(Py_nb_int, to_int),
          slot(Py_nb_index, to_index),
          slot(Py_sq_length, length),
          slot(Py_sq_item, item_at),
          slot(Py_mp_length, length),
          slot(Py_mp_subscript, get_item),
          slot(Py_mp_ass_subscript, set_item),
          slot(Py_tp_iter, iterate)};
}

}  // namespace fenchel::python
