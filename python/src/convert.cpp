// SPDX-License-Identifier: Apache-2.0
// Python objects as operands. The common ones are recognized by their exact type.
#include <pybind11/numpy.h>

#include <fenchel/array/array.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/shaping.hpp>

#include "caster.hpp"
#include "convert.hpp"
#include "dtypes.hpp"
#include "tensor.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

PyObject* dtype_objects[4];

constexpr const char* dtype_list = "fenchel has bool, int64, float32 and float64";

/// A whole number keeps all its 64 bits, which a double would not.
Var integer_scalar(PyObject* object, bool weak) {
  const long long value = PyLong_AsLongLong(object);
  if (value == -1 && PyErr_Occurred()) throw PythonError();
  Var out = scalar(0, DType::int64, weak);
  out->number = static_cast<std::uint64_t>(value);
  return out;
}

bool lift_number(PyObject* object, Var& out) {
  if (PyFloat_CheckExact(object)) out = scalar(PyFloat_AS_DOUBLE(object), DType::float64, true);
  else if (PyLong_CheckExact(object)) out = integer_scalar(object, true);
  else if (PyBool_Check(object)) out = scalar(object == Py_True, DType::boolean, true);
  else return false;
  return true;
}

/// Array types that fenchel has not, but that fit into one it has.
bool is_narrow_integer(const py::dtype& dtype) {
  const char kind = dtype.kind();
  return (kind == 'i' || kind == 'u') && (dtype.itemsize() < 8 || kind == 'i');
}

std::string advice(const py::dtype& dtype) {
  const std::string name = py::str(dtype);
  if (dtype.kind() == 'f')
    return name + " arrays are not supported; convert them with .astype(float)";
  if (dtype.kind() == 'c') return name + " arrays are not supported: " + dtype_list;
  if (dtype.kind() == 'O')
    return "an array of Python objects has no numbers; are the parts of different lengths?";
  return name + " arrays are not supported: " + dtype_list;
}

Var from_array(const py::array& array) {
  py::dtype dtype = array.dtype();
  if (!py::bool_(dtype.attr("isnative")))
    fail<TypeError>(
        "byte-swapped arrays are not supported; convert this one with "
        "x.astype(x.dtype.newbyteorder('='))");
  for (int i = 0; i < 4; ++i) {
    if (!dtype.is(py::handle(dtype_objects[i])) && !dtype.equal(py::handle(dtype_objects[i])))
      continue;
    Shape shape;
    for (py::ssize_t axis = 0; axis < array.ndim(); ++axis) shape.push_back(array.shape(axis));
    const std::vector<std::int64_t> strides(array.strides(), array.strides() + array.ndim());
    return from_memory(array.data(), static_cast<DType>(i), shape, strides);
  }
  if (is_narrow_integer(dtype))
    return from_array(array.attr("astype")(py::handle(dtype_objects[1])));
  fail<TypeError>(advice(dtype));
}

/// Objects that NumPy knows: its arrays and numbers, and objects that say they are arrays.
bool is_array_like(PyObject* object) {
  if (py::isinstance<py::array>(object)) return true;
  static PyObject* generic =
      py::object(py::module_::import("numpy").attr("generic")).release().ptr();
  const int known = PyObject_IsInstance(object, generic);
  if (known < 0) throw PythonError();
  return known || (PyObject_HasAttrString(object, "__array__") && !PyType_Check(object));
}

}  // namespace

bool load_dtypes() {
  constexpr const char* names[] = {"bool", "int64", "float32", "float64"};
  for (int i = 0; i < 4; ++i) dtype_objects[i] = py::dtype(names[i]).release().ptr();
  return true;
}

PyObject* numpy_dtype(DType dtype) { return Py_NewRef(dtype_objects[static_cast<int>(dtype)]); }

DType dtype_from(PyObject* object) {
  for (int i = 0; i < 4; ++i)
    if (object == dtype_objects[i]) return static_cast<DType>(i);
  const py::dtype dtype = py::dtype::from_args(py::reinterpret_borrow<py::object>(object));
  for (int i = 0; i < 4; ++i)
    if (dtype.equal(py::handle(dtype_objects[i]))) return static_cast<DType>(i);
  fail<TypeError>("dtype " + std::string(py::str(dtype)) + " is not supported: " + dtype_list);
}

bool lift(PyObject* object, Var& out) {
  if (is_tensor(object)) return out = value_of(object), true;
  if (lift_number(object, out)) return true;
  const bool list = PyList_Check(object);
  if (!list && !is_array_like(object)) return false;
  out = from_array(py::array::ensure(object) ? py::array::ensure(object)
                                             : throw py::error_already_set());
  return true;
}

bool lift_beside(PyObject* object, const Node* beside, Var& out) {
  if (PyFloat_CheckExact(object) && is_floating(beside->dtype) && !beside->is(Node::weak))
    return out = scalar(PyFloat_AS_DOUBLE(object), beside->dtype), true;
  if (PyList_Check(object) || PyTuple_Check(object)) return false;
  return lift(object, out);
}

Var operand(PyObject* object, const char* function) {
  Var out;
  if (!lift(object, out))
    fail<TypeError>(std::string(function) + ": a tensor, an array or a number is expected, got " +
                    Py_TYPE(object)->tp_name);
  return out;
}

Var strong_operand(PyObject* object, std::optional<DType> dtype) {
  Var x = operand(object, "asarray");
  const DType to = dtype.value_or(x.dtype());
  if (!is_tensor(object) && x->known() && x.rank() == 0 && x.dtype() == to) {
    x->flags &= static_cast<std::uint8_t>(~Node::weak);  // nobody else has this number yet
    return x;
  }
  return cast(x, to);
}

}  // namespace fenchel::python
