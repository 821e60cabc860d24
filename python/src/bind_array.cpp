// SPDX-License-Identifier: Apache-2.0
// Creation, conversion from and to NumPy, shaping, reductions, evaluation.
#include <pybind11/numpy.h>

#include <cstring>
#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/execute/threads/pool.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

#include "bind.hpp"
#include "caster.hpp"
#include "convert.hpp"
#include "every.hpp"
#include "kinds.hpp"
#include "tensor.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

/// Operands of a call, and what their program depends on: types, shapes, weakness.
std::pair<Vars, py::bytes> lift_all(const py::sequence& leaves) {
  Vars out;
  std::string key;
  for (py::handle leaf : leaves) {
    append_kind(key, out.emplace_back(operand(leaf.ptr(), "an argument")));
  }
  return {std::move(out), py::bytes(key)};
}

/// A fresh, strong tensor of an operand, in `dtype` unless that is None.
Var as_array(py::handle object, py::handle dtype) {
  if (dtype.is_none()) return strong_operand(object.ptr());
  return strong_operand(object.ptr(), dtype_from(dtype.ptr()));
}

py::array to_numpy(const Var& x) {
  demand(x, "conversion to a NumPy array",
         "NumPy functions of the table work on it directly; else keep to functions of fenchel");
  const auto shape = x.shape();
  const py::dtype dtype = py::reinterpret_steal<py::dtype>(numpy_dtype(x.dtype()));
  py::array out(dtype, std::vector<py::ssize_t>(shape.begin(), shape.end()));
  const auto bytes = static_cast<std::size_t>(shape.size() * item_size(x.dtype()));
  if (bytes) std::memcpy(out.mutable_data(), data_of(x), bytes);
  return out;
}

py::dict cache_counters() {
  const CacheInfo counters = cache_info();
  py::dict out;
  out["plans"] = counters.plans;
  out["hits"] = counters.hits;
  out["misses"] = counters.misses;
  out["limit"] = counters.limit;
  return out;
}

/// May be called with the global lock or without. Taking the lock while another thread computes
/// waits for that thread, so it is not done at every call.
void check_signals() {
  static thread_local Every due(std::chrono::milliseconds(10));
  if (!due()) return;
  const py::gil_scoped_acquire lock;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

void* leave() { return PyEval_SaveThread(); }
void enter(void* state) { PyEval_RestoreThread(static_cast<PyThreadState*>(state)); }

/// None reduces all axes; an empty tuple reduces none.
py::object reduce(Reduction function, py::handle x, py::handle axis, bool keepdims,
                  const char* name) {
  const Var v = operand(x.ptr(), name);
  Axes axes;
  if (PyIndex_Check(axis.ptr())) axes.push_back(axis.cast<std::int64_t>());
  else if (!axis.is_none()) axes = axis.cast<Axes>();
  if (!axis.is_none() && axes.empty()) return py::reinterpret_steal<py::object>(wrap(v));
  return py::reinterpret_steal<py::object>(wrap(function(v, axes, keepdims)));
}

void bind_creation(py::module_& module) {
  module.def("asarray", as_array, py::arg("x"), py::arg("dtype") = py::none());
  module.def("copy", [](const Var& x) { return x; }, "Another handle on the same value.");
  module.def("lift_all", lift_all);
  module.def("full", [](const Shape& shape, double value, DType dtype) {
    return full(shape, value, dtype);
  });
  module.def("unit_arrays", unit_arrays);
  module.def("arange", arange);
  module.def("linspace", linspace);
  module.def("to_numpy", to_numpy);
}

void bind_shaping(py::module_& module) {
  module.def("reshape", [](const Var& x, const Axes& shape) { return reshape(x, shape); });
  module.def("permute", [](const Var& x, const Axes& axes) { return permute(x, axes); });
  module.def("broadcast_to",
             [](const Var& x, const Shape& shape) { return broadcast_to(x, shape); });
  module.def("cast", cast);
  module.def("concatenate", [](const Vars& xs, std::int64_t axis) { return join(xs, axis); });
  module.def("stack",
             [](const Vars& xs, std::int64_t axis) { return stack(xs, static_cast<int>(axis)); });
  module.def("pad", [](const Var& x, const Axes& before, const Axes& after, const Var& value) {
    return pad(x, before, after, value);
  });
  module.def("put", [](const Var& x, py::handle key, py::handle value, bool add) {
    return put(x, key.ptr(), value.ptr(), add);
  });
  module.def("matmul", matmul);
  module.def("gather", gather, py::arg("x"), py::arg("index"), py::arg("batch") = 0);
  module.def("scatter", scatter, py::arg("base"), py::arg("index"), py::arg("updates"),
             py::arg("batch") = 0);
  module.def("scatter_add", scatter_add, py::arg("base"), py::arg("index"), py::arg("updates"),
             py::arg("batch") = 0);
}

void bind_evaluation(py::module_& module) {
  host() = {check_signals, leave, enter};
  module.def("num_threads", num_threads);
  module.def("set_num_threads", set_num_threads);
  module.def("evaluate", [](const Vars& wanted) { evaluate(wanted); });
  module.def("is_weak", [](const Var& x) { return x->is(Node::weak); });
  module.def("is_known", [](const Var& x) { return x->known(); });
  module.def("cache_info", cache_counters);
  module.def("clear_cache", clear_cache);
  py::class_<Compiled>(module, "Compiled", "A program with its plan.")
      .def(py::init([](const Program& program) { return new Compiled(program); }))
      .def("__call__", [](const Compiled& self, const Vars& arguments) { return self(arguments); });
}

}  // namespace

void bind_reduction(py::module_& module, const char* name, Reduction function) {
  module.def(
      name,
      [function, name](py::handle x, py::handle axis, bool keepdims) {
        return reduce(function, x, axis, keepdims, name);
      },
      py::arg("x"), py::arg("axis") = py::none(), py::arg("keepdims") = false);
}

void bind_array(py::module_& module) {
  bind_creation(module);
  bind_shaping(module);
  bind_evaluation(module);
  bind_reduction(module, "sum", sum);
  bind_reduction(module, "mean", mean);
  bind_reduction(module, "max", max);
  bind_reduction(module, "min", min);
}

}  // namespace fenchel::python
