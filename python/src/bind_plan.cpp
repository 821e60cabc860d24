// SPDX-License-Identifier: Apache-2.0
// What a plan will do, as Python objects.
#include <pybind11/stl.h>

#include <fenchel/array/evaluate.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

const char* kind_of(const StepReport& step) {
  constexpr const char* names[] = {"cluster", "rows", "scalars", "product", "call", "control"};
  return names[step.kind];
}

}  // namespace

void bind_plan(py::module_& module) {
  py::class_<StepReport>(module, "StepReport", "One step of a plan.")
      .def_property_readonly("kind", kind_of)
      .def_readonly("elements", &StepReport::elements)
      .def_readonly("operations", &StepReport::operations)
      .def_readonly("bytes_read", &StepReport::bytes_read)
      .def_readonly("bytes_written", &StepReport::bytes_written)
      .def_readonly("operation_count", &StepReport::operation_count)
      .def_readonly("after", &StepReport::after);
  py::class_<PlanReport>(module, "PlanReport", "What a plan does.")
      .def_readonly("steps", &PlanReport::steps)
      .def_readonly("leaf_bytes", &PlanReport::leaf_bytes)
      .def_readonly("result_bytes", &PlanReport::result_bytes)
      .def_readonly("temporary_bytes", &PlanReport::temporary_bytes);
  module.def("report", [](const Program& program) { return report(program); });
}

}  // namespace fenchel::python
