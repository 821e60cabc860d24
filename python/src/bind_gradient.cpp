// SPDX-License-Identifier: Apache-2.0
// The common call of grad and value_and_grad without Python's layers: leaves as positional
// arguments, one of them differentiated, a number as the result. Others are left to Python.
#include <pybind11/numpy.h>

#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/trace.hpp>
#include <fenchel/program/transform.hpp>

#include "bind.hpp"
#include "convert.hpp"
#include "tensor.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

/// Owned references, as CPython's calls want them.
class References {
 public:
  explicit References(std::size_t count) { held_.reserve(count); }
  References(const References&) = delete;
  ~References() {
    for (PyObject* object : held_) Py_DECREF(object);
  }
  void add(PyObject* owned) {
    if (!owned) throw PythonError();
    held_.push_back(owned);
  }
  PyObject* call(PyObject* function) const {
    PyObject* result = PyObject_Vectorcall(function, held_.data(), held_.size(), nullptr);
    if (!result) throw PythonError();
    return result;
  }

 private:
  std::vector<PyObject*> held_;
};

bool is_leaf(PyObject* object) {
  return is_tensor(object) || PyFloat_CheckExact(object) || PyLong_CheckExact(object) ||
         py::isinstance<py::array>(object);
}

/// What is differentiated, how, and what it is called with.
struct Call {
  PyObject* function;
  PyObject* arguments;  ///< a tuple
  Py_ssize_t position;  ///< of the differentiated one
  PyObject* scalar;     ///< makes a number of the result, or raises
  bool with_value;
};

/// Whether all arguments are leaves, and the differentiated one holds floats, which `x` then is.
bool is_simple(Call& call, Var& x) {
  const Py_ssize_t count = PyTuple_GET_SIZE(call.arguments);
  if (call.position < 0) call.position += count;
  if (call.position < 0 || call.position >= count) return false;
  for (Py_ssize_t i = 0; i < count; ++i)
    if (!is_leaf(PyTuple_GET_ITEM(call.arguments, i))) return false;
  x = strong_operand(PyTuple_GET_ITEM(call.arguments, call.position));
  return is_floating(x.dtype());
}

/// The result of the function on the alias and on handles of its own.
Var result_of(const Call& call, const Var& input) {
  const Py_ssize_t count = PyTuple_GET_SIZE(call.arguments);
  References stack(static_cast<std::size_t>(count));
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* given = PyTuple_GET_ITEM(call.arguments, i);
    stack.add(i == call.position ? wrap(input)
              : is_tensor(given) ? wrap(value_of(given))
                                 : Py_NewRef(given));
  }
  auto result = py::reinterpret_steal<py::object>(stack.call(call.function));
  const bool number = is_tensor(result.ptr()) && node_of(result.ptr())->rank == 0 &&
                      is_floating(node_of(result.ptr())->dtype);
  if (!number) {
    PyObject* made = PyObject_CallOneArg(call.scalar, result.ptr());
    if (!made) throw PythonError();
    result = py::reinterpret_steal<py::object>(made);
  }
  return value_of(result.ptr());
}

PyObject* differentiated(const Call& call, const Var& x) {
  Trace trace;
  const Var input = alias(x);
  const Var value = result_of(call, input);
  trace.close();
  const Var seed = constant(1.0, value.dtype());
  const Var gradient = pullback({{input}, {value}}, {&seed, 1})[0];
  const Var results[] = {gradient, value};
  if (open_traces() == 0) evaluate({results, call.with_value ? 2u : 1u});
  if (!call.with_value) return wrap(gradient);
  PyObject* pair = PyTuple_New(2);
  if (!pair) throw PythonError();
  PyTuple_SET_ITEM(pair, 0, wrap(value));
  PyTuple_SET_ITEM(pair, 1, wrap(gradient));
  return pair;
}

PyObject* differentiate(PyObject*, PyObject* const* given, Py_ssize_t count) {
  return guarded([&]() -> PyObject* {
    if (count != 5 || !PyTuple_Check(given[1])) fail<TypeError>("differentiate: five arguments");
    Call call{given[0], given[1], PyLong_AsSsize_t(given[2]), given[3], given[4] == Py_True};
    Var x;
    if (!is_simple(call, x)) Py_RETURN_NONE;
    return differentiated(call, x);
  });
}

PyMethodDef method = {"differentiate",
                      reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(differentiate)),
                      METH_FASTCALL,
                      "differentiate(f, arguments, position, scalar, with_value): the value of f "
                      "and its gradient, or "
                      "the gradient alone; None if an argument is no leaf, or is none of floats."};

}  // namespace

void bind_gradient(py::module_& module) {
  PyObject* function = PyCFunction_NewEx(&method, nullptr, nullptr);
  if (!function) throw py::error_already_set();
  module.attr("differentiate") = py::reinterpret_steal<py::object>(function);
}

}  // namespace fenchel::python
