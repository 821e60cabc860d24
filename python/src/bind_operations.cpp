// SPDX-License-Identifier: Apache-2.0
// The functions of the table: one METH_FASTCALL builtin a row. A builtin finds its row by a number
// that is part of its code, so rows that are registered at run time get theirs in the same way.
#include <pybind11/stl.h>

#include <array>
#include <deque>
#include <utility>

#include "bind.hpp"
#include "docstring.hpp"
#include "tensor.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

constexpr std::size_t most_builtins = 256;

struct Builtin {
  OpId id;
  std::string name, doc;
  PyMethodDef method;
  PyObject* function;
};
Builtin* builtins[most_builtins];
std::size_t builtin_count = 0;

[[noreturn]] void wrong_count(const OpInfo& row, Py_ssize_t count) {
  fail<TypeError>(row.name + "() takes " + std::to_string(row.arity) +
                  " positional arguments but " + std::to_string(count) + " were given");
}

PyObject* call_row(const Builtin& builtin, PyObject* const* arguments, Py_ssize_t count) {
  return guarded([&] {
    const OpInfo& row = info(builtin.id);
    if (count != row.arity) wrong_count(row, count);
    Var x[3];
    const auto n = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < n; ++i) x[i] = operand(arguments[i], row.name.c_str());
    return wrap(emit_elementwise(builtin.id, {x, n}));
  });
}

template <std::size_t I>
PyObject* trampoline(PyObject*, PyObject* const* arguments, Py_ssize_t count) {
  return call_row(*builtins[I], arguments, count);
}

using Trampoline = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t);

constexpr auto trampolines = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Trampoline, sizeof...(I)>{trampoline<I>...};
}(std::make_index_sequence<most_builtins>{});

bool is_public(const OpInfo& row) { return row.role == Role::elementwise && row.number; }

py::object make_builtin(OpId id) {
  if (builtin_count == most_builtins)
    fail<TypeError>("at most 256 elementwise operations can be registered");
  const OpInfo& row = info(id);
  auto* made =
      new Builtin{id, row.name, docstring(row), {}, nullptr};  // lives as long as the process
  const auto call =
      reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(trampolines[builtin_count]));
  made->method = {made->name.c_str(), call, METH_FASTCALL, made->doc.c_str()};
  const py::str module_name("fenchel");
  made->function = PyCFunction_NewEx(&made->method, nullptr, module_name.ptr());
  if (!made->function) throw py::error_already_set();
  builtins[builtin_count++] = made;
  return py::reinterpret_borrow<py::object>(made->function);
}

/// The builtin of an elementwise row.
py::object operation(const std::string& name) {
  const OpId id = find_operation(name.c_str());
  for (std::size_t i = 0; i < builtin_count; ++i)
    if (builtins[i]->id == id) return py::reinterpret_borrow<py::object>(builtins[i]->function);
  if (!is_public(info(id)))
    fail<TypeError>("'" + name + "' is not elementwise: it has a function of its own");
  return make_builtin(id);
}

py::dict facts_of(const OpInfo& row) {
  constexpr const char* signatures[] = {"arithmetic", "comparison", "selection", "logical"};
  const Facts& facts = row.facts;
  py::list probes, active;
  for (int i = 0; i < row.arity; ++i) {
    const Interval probe = facts.probe_of(i);
    probes.append(py::make_tuple(probe.low, probe.high));
    active.append(row.differentiable(i));
  }
  py::dict out;
  out["name"] = row.name;
  out["summary"] = facts.summary;
  out["formula"] = facts.formula;
  out["source"] = facts.source;
  out["kinks"] = facts.kinks;
  out["arity"] = row.arity;
  out["arguments"] = argument_names(row);
  out["signature"] = signatures[static_cast<int>(facts.signature)];
  out["integers"] = facts.integers;
  out["singular"] = facts.singular;
  out["active"] = active;
  out["probe"] = probes;
  out["special"] = std::vector<double>(facts.special.begin(), facts.special.end());
  out["max_ulp"] = facts.max_ulp;
  out["max_ulp_plain"] = facts.bound(false);
  out["domain"] = facts.domain;
  out["example"] = py::make_tuple(facts.example.code, facts.example.shows);
  return out;
}

py::list primitives() {
  py::list out;
  for (int i = 0; i < operation_count(); ++i)
    if (const OpInfo& row = info(static_cast<OpId>(i)); is_public(row)) out.append(facts_of(row));
  return out;
}

}  // namespace

void bind_operations(py::module_& module) {
  for (int i = 0; i < operation_count(); ++i)
    if (const OpInfo& row = info(static_cast<OpId>(i)); is_public(row))
      module.attr(row.name.c_str()) = make_builtin(static_cast<OpId>(i));
  module.def("operation", operation, "The function of an elementwise row of the table.");
  module.def("primitives", primitives, "Facts of the elementwise rows of the table.");
}

}  // namespace fenchel::python
