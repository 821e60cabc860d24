// SPDX-License-Identifier: Apache-2.0
// Programs, transforms and traces.
#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/trace.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/program/unit_sweeps.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

/// Variables of which some may be None: the zeros of a transform.
Vars with_zeros(const py::iterable& items) {
  Vars out;
  for (py::handle item : items)
    out.push_back(item.is_none() ? Var() : operand(item.ptr(), "transform"));
  return out;
}

Var placeholder(DType dtype, const Shape& shape, const std::string& kind, bool weak) {
  const TracedBy by = kind == "jit"    ? TracedBy::jit
                      : kind == "vmap" ? TracedBy::vmap
                   : kind == "body" ? TracedBy::body
                                       : TracedBy::smooth;
  Var out = parameter(dtype, shape, by);
  if (weak) out->flags |= Node::weak;
  return out;
}

using Flagged = std::pair<Var, bool>;

std::vector<Flagged> batch_program(const Program& program, const std::vector<Flagged>& arguments) {
  std::vector<Batched> in;
  for (const auto& [value, batched] : arguments) in.push_back({value, batched});
  std::vector<Flagged> out;
  for (Batched& result : batch(program, in))
    out.emplace_back(std::move(result.value), result.batched);
  return out;
}

/// Pending nodes from outside that a program uses.
Vars captures(const Program& program) {
  const Walk walk = walk_program(program);
  std::vector<unsigned char> own(walk.order().size(), 0);
  std::uint64_t oldest = ~std::uint64_t{0};
  for (const Var& parameter : program.parameters) {
    own[parameter->index] = 1;
    oldest = std::min(oldest, parameter->id);
  }
  Vars out;
  for (Node* node : walk.order())
    if (!own[node->index] && node->id < oldest && !node->known()) out.push_back(Var::share(node));
  return out;
}

/// Whether x is, or depends on, an argument of a transform.
bool is_traced(const Var& x) {
  Walk walk;
  walk.visit(x.node(), [](Node*) { return true; });
  for (const Node* node : walk.order())
    if (node->op == op::alias || (node->op == op::parameter && !node->known())) return true;
  return false;
}

/// Whether a value is still to be computed, or a derivative may have to walk through it.
bool is_pending(const Var& x) { return !x->known() || x->arity > 0; }

}  // namespace

void bind_program(py::module_& module) {
  py::class_<Program>(module, "Program", "Parameters, results, and the graph between them.")
      .def(py::init([](Vars parameters, Vars results) {
        return Program{std::move(parameters), std::move(results)};
      }))
      .def_readonly("parameters", &Program::parameters)
      .def_readonly("results", &Program::results);
  py::class_<Trace>(module, "Trace",
                    "While open, evaluated values keep what they were computed from.")
      .def(py::init<>())
      .def("close", &Trace::close);

  module.def("open_traces", open_traces);
  module.def("alias", alias);
  module.def("parameter", placeholder, py::arg("dtype"), py::arg("shape"), py::arg("kind"),
             py::arg("weak") = false);
  module.def("constant", [](double value, DType dtype) { return constant(value, dtype); });
  module.def("stop_gradient", stop_gradient);
  module.def("pullback", [](const Program& p, const py::iterable& seeds) {
    return pullback(p, with_zeros(seeds));
  });
  module.def("pushforward", [](const Program& p, const py::iterable& seeds) {
    return pushforward(p, with_zeros(seeds));
  });
  module.def("reads_numbers", reads_numbers);
  module.def("joins_numbers", joins_numbers);
  module.def("jacobian_by_columns", jacobian_by_columns);
  module.def("jacobian_by_rows", jacobian_by_rows);
  module.def("substitute",
             [](const Program& p, const Vars& arguments) { return substitute(p, arguments); });
  module.def("batch", batch_program);
  module.def("captures", captures);
  module.def("is_traced", is_traced);
  module.def("is_pending", is_pending);
  module.def("live_nodes", live_nodes);
}

}  // namespace fenchel::python
