// SPDX-License-Identifier: Apache-2.0
// Bodies of jitted.hpp.
#include "jitted.hpp"

#include <structmember.h>

#include <fenchel/program/trace.hpp>

#include "caster.hpp"
#include "jitted_programs.hpp"
#include "kinds.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

struct Jitted {
  PyObject_HEAD vectorcallfunc call;
  PyObject* attributes;
  PyObject* weak_references;
  PyObject* slow;  ///< the Python function that traces, and takes all other calls
  JittedPrograms* programs;
};

Jitted* self_of(PyObject* object) { return reinterpret_cast<Jitted*>(object); }

PyObject* tuple_of(const Vars& results) {
  PyObject* out = PyTuple_New(static_cast<Py_ssize_t>(results.size()));
  if (!out) throw PythonError();
  for (std::size_t i = 0; i < results.size(); ++i)
    PyTuple_SET_ITEM(out, static_cast<Py_ssize_t>(i), wrap(results[i]));
  return out;
}

PyObject* arranged(const Vars& results, PyObject* structure) {
  if (structure == Py_None) return wrap(results[0]);
  PyObject* leaves = tuple_of(results);
  if (PyLong_Check(structure)) return leaves;
  PyObject* tree = PyObject_CallOneArg(structure, leaves);
  Py_DECREF(leaves);
  return tree;
}

/// The arguments as operands, and their kinds; false if one is no leaf.
bool lift_all(PyObject* const* arguments, Py_ssize_t count, Vars& out, std::string& kinds) {
  out.resize(static_cast<std::size_t>(count));
  for (Py_ssize_t i = 0; i < count; ++i) {
    Var& x = out[static_cast<std::size_t>(i)];
    if (PyList_Check(arguments[i]) || !lift(arguments[i], x)) return false;
    append_kind(kinds, x);
  }
  return true;
}

/// The results, where a program for such arguments is known. Inside another trace it is not run but
/// written into that, which is left to Python.
PyObject* fast(Jitted* self, PyObject* const* arguments, Py_ssize_t count) {
  if (open_traces() > 0) return nullptr;
  Vars operands;
  std::string kinds;
  if (!lift_all(arguments, count, operands, kinds)) return nullptr;
  const JittedProgram* found = self->programs->find(kinds);
  if (!found) return nullptr;
  const JittedProgram program = *found;  // another thread may forget it during the run
  const auto owner = py::reinterpret_borrow<py::object>(program.owner);
  const auto structure = py::reinterpret_borrow<py::object>(program.structure);
  return arranged((*program.compiled)(operands), program.structure);
}

PyObject* call(PyObject* object, PyObject* const* arguments, std::size_t flagged, PyObject* names) {
  Jitted* self = self_of(object);
  if (!names) {
    PyObject* out = guarded([&] { return fast(self, arguments, PyVectorcall_NARGS(flagged)); });
    if (out || PyErr_Occurred()) return out;
  }
  return PyObject_Vectorcall(self->slow, arguments, flagged, names);
}

/// remember(arguments, compiled, structure): from now on such arguments need no Python.
PyObject* remember(PyObject* object, PyObject* const* given, Py_ssize_t count) {
  return guarded([&]() -> PyObject* {
    if (count != 3 || !PyTuple_Check(given[0])) fail<TypeError>("remember: three arguments");
    Vars operands;
    std::string kinds;
    const auto* arguments = reinterpret_cast<PyTupleObject*>(given[0]);
    if (lift_all(arguments->ob_item, PyTuple_GET_SIZE(given[0]), operands, kinds)) {
      const auto* compiled = py::handle(given[1]).cast<const Compiled*>();
      self_of(object)->programs->keep(kinds, {Py_NewRef(given[1]), compiled, Py_NewRef(given[2])});
    }
    Py_RETURN_NONE;
  });
}

PyObject* create(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject* slow = nullptr;
  if (!PyArg_ParseTuple(arguments, "O:Jitted", &slow)) return nullptr;
  auto* self = self_of(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->call = call;
  self->slow = Py_NewRef(slow);
  self->programs = new JittedPrograms;
  return reinterpret_cast<PyObject*>(self);
}

int traverse(PyObject* object, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(self_of(object)->attributes);
  Py_VISIT(self_of(object)->slow);
  return self_of(object)->programs->visit([&](PyObject* held) { return visit(held, arg); });
}

int clear(PyObject* object) {
  Py_CLEAR(self_of(object)->attributes);
  Py_CLEAR(self_of(object)->slow);
  self_of(object)->programs->clear();
  return 0;
}

void dealloc(PyObject* object) {
  PyObject_GC_UnTrack(object);
  Jitted* self = self_of(object);
  if (self->weak_references) PyObject_ClearWeakRefs(object);
  clear(object);
  delete self->programs;
  PyTypeObject* type = Py_TYPE(object);
  type->tp_free(object);
  Py_DECREF(type);
}

/// A method of a class, where it is written there.
PyObject* bound(PyObject* object, PyObject* instance, PyObject*) {
  return instance && instance != Py_None ? PyMethod_New(object, instance) : Py_NewRef(object);
}

PyMemberDef members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Jitted, call), READONLY, nullptr},
    {"__dictoffset__", T_PYSSIZET, offsetof(Jitted, attributes), READONLY, nullptr},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Jitted, weak_references), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};

PyGetSetDef attributes[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMethodDef methods[] = {
    {"remember", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(remember)),
     METH_FASTCALL, "Runs a program from now on for arguments like these."},
    {nullptr, nullptr, 0, nullptr}};

template <class F>
PyType_Slot slot(int id, F function) {
  return {id, reinterpret_cast<void*>(function)};
}

}  // namespace

void bind_jitted(py::module_& module) {
  PyType_Slot slots[] = {slot(Py_tp_new, create),      slot(Py_tp_call, PyVectorcall_Call),
                         slot(Py_tp_dealloc, dealloc), slot(Py_tp_traverse, traverse),
                         slot(Py_tp_clear, clear),     slot(Py_tp_descr_get, bound),
                         {Py_tp_members, members},     {Py_tp_getset, attributes},
                         {Py_tp_methods, methods},     {0, nullptr}};
  constexpr unsigned flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL;
  PyType_Spec spec{"fenchel.Jitted", sizeof(Jitted), 0, flags, slots};
  PyObject* type = PyType_FromSpec(&spec);
  if (!type) throw py::error_already_set();
  module.attr("Jitted") = py::reinterpret_steal<py::object>(type);
}

}  // namespace fenchel::python
