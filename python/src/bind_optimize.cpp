// SPDX-License-Identifier: Apache-2.0
// The methods of optimization and their loop, for Python. The loop meets Python only to look for
// Ctrl-C and to call what the user asked for.
#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <fenchel/optimize/minimize.hpp>
#include <fenchel/optimize/program_objective.hpp>
#include <fenchel/program/walk.hpp>

#include "bind.hpp"
#include "caster.hpp"
#include "errors.hpp"
#include "every.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

/// Turns a pending KeyboardInterrupt into an interruption; other exceptions pass unchanged.
[[noreturn]] void rethrow_pending() {
  if (!PyErr_ExceptionMatches(PyExc_KeyboardInterrupt)) throw py::error_already_set();
  PyErr_Clear();
  throw Interrupted();
}

/// Calls `body`, where Python code or a check for Ctrl-C may run.
template <class F>
auto interruptible(F&& body) {
  try {
    return body();
  } catch (const PythonError&) {
    rethrow_pending();
  } catch (py::error_already_set& error) {
    error.restore();
    rethrow_pending();
  }
}

/// Runs the handlers of signals that came in, and lets other threads of Python run.
bool interrupted() {
  if (PyErr_CheckSignals() != 0) rethrow_pending();
  py::gil_scoped_release others;
  return false;
}

py::dict describe(const ProgramObjective& f, const Point& at, std::int64_t nit, std::int64_t nfev) {
  using namespace py::literals;
  return py::dict("x"_a = f.unflatten(at.x), "fun"_a = at.fun, "jac"_a = f.unflatten(at.jac),
                  "nit"_a = nit, "nfev"_a = nfev);
}

py::dict describe(const ProgramObjective& f, Result&& result) {
  py::dict fields;
  fields["message"] = result.message;
  fields["success"] = result.success;
  fields["status"] = result.status;
  const Point at{std::move(result.x), result.fun, std::move(result.jac)};
  fields.attr("update")(describe(f, at, result.nit, result.nfev));
  fields["history"] = result.history;
  return fields;
}

/// Refuses a value that depends on an argument of a surrounding transform: the solution would lose
/// that dependence without a word.
void check_closed(const Vars& parameters, const Var& value) {
  Walk walk;
  walk.visit(value.node(), [](Node* node) { return node->op != op::stop_gradient; });
  for (const Node* node : walk.order()) {
    const bool argument = node->op == op::alias || (node->op == op::parameter && !node->known());
    if (argument && node->id < parameters.front()->id)
      fail<TracedValueError>(
          "minimize: the function depends on an argument of a surrounding grad, jit, vmap or "
          "smooth; "
          "minimize runs at once and its solution is a plain value, through which no derivative "
          "flows. Call it outside, or detach the argument of grad with fl.stop_gradient");
  }
}

/// What the user asked for, as options of the loop. `callback` takes the fields of a report;
/// `progress` takes iteration, value and largest component of the gradient, a few times a second.
MinimizeOptions options_of(const ProgramObjective& f, double tol, std::int64_t max_iter,
                           const py::object& callback, const py::object& progress) {
  MinimizeOptions options{.tol = tol, .max_iter = max_iter, .rounding = f.rounding()};
  options.interrupted = [poll = Every(std::chrono::milliseconds(10))]() mutable {
    return poll() && interrupted();
  };
  if (!callback.is_none())
    options.callback = [&f, callback](const Report& report) {
      return interruptible(
          [&] { return callback(describe(f, report.at, report.nit, report.nfev)).cast<bool>(); });
    };
  if (!progress.is_none())
    options.progress = [progress,
                        due = Every(std::chrono::milliseconds(100))](const Report& report) mutable {
      if (!due()) return;
      interruptible([&] { progress(report.nit, report.at.fun, detail::max_norm(report.at.jac)); });
    };
  return options;
}

template <class M>
py::dict run(const M& method, const Vars& parameters, const Var& value, const Vars& start,
             double tol, std::int64_t max_iter, const py::object& callback,
             const py::object& progress) {
  check_closed(parameters, value);
  ProgramObjective f(Program{parameters, {value}});
  const Objective objective = [&f](std::span<const double> x, std::span<double> jac) {
    return interruptible([&] { return f(x, jac); });
  };
  const MinimizeOptions options = options_of(f, tol, max_iter, callback, progress);
  return describe(f, minimize(objective, f.flatten(start), method, options));
}

/// A method as a Python class: its options are attributes with a range of good values.
template <class M>
class Bind {
 public:
  Bind(py::module_& m, const char* name)
      : class_(m, name, "A method of `minimize`, with its options.") {
    class_.def(py::init<>());
    class_.attr("default_max_iter") = M::default_max_iter;
    m.def("minimize", &run<M>, py::arg("method"), py::arg("parameters"), py::arg("value"),
          py::arg("start"), py::arg("tol"), py::arg("max_iter"), py::arg("callback"),
          py::arg("progress"), "Minimizes a traced value; returns the fields of the result.");
  }
  template <class T>
  Bind& option(const char* name, T M::* field, double low, double high) {
    const auto set = [name, field, low, high](M& method, double value) {
      if (!(value >= low && value < high))
        fail<std::invalid_argument>(std::string("minimize: ") + name + " must lie in [" +
                                    text(low) + ", " + text(high) + "), not " + text(value));
      method.*field = static_cast<T>(value);
    };
    class_.def_property(name, [field](const M& method) { return method.*field; }, set);
    return *this;
  }

 private:
  static std::string text(double value) { return py::str(py::float_(value)); }

  py::class_<M> class_;
};

}  // namespace

void bind_optimize(py::module_& m) {
  auto status = py::native_enum<Status>(m, "Status", "enum.IntEnum");
  for (int i = 0; i < static_cast<int>(Status::running); ++i)
    status.value(name(static_cast<Status>(i)), static_cast<Status>(i));
  status.finalize();
  constexpr double tiny = 1e-300, huge = 1e300;
  Bind<Lbfgs>(m, "Lbfgs").option("history", &Lbfgs::history, 1, 1e6);
  Bind<Adam>(m, "Adam")
      .option("learning_rate", &Adam::learning_rate, tiny, huge)
      .option("b1", &Adam::b1, 0, 1)
      .option("b2", &Adam::b2, 0, 1)
      .option("eps", &Adam::eps, 0, huge);
  Bind<GradientDescent>(m, "GradientDescent")
      .option("learning_rate", &GradientDescent::learning_rate, tiny, huge)
      .option("armijo", &GradientDescent::armijo, tiny, 0.5);
}

}  // namespace fenchel::python
