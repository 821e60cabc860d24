// SPDX-License-Identifier: Apache-2.0
// Loops and branches, from the programs that Python traced of their bodies.
#include <pybind11/stl.h>

#include <fenchel/control/branch.hpp>
#include <fenchel/control/loop.hpp>
#include <fenchel/program/walk.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

/// The results of a loop of so many steps, of as many as `count` says, or while `condition` holds.
Vars run_loop(std::int64_t steps, const std::optional<Var>& count, const Program& body,
              const std::optional<Program>& condition, std::uint64_t start, const Vars& carries,
              const Vars& slices) {
  Loop loop;
  loop.steps = steps;
  loop.carries = carries;
  loop.slices = slices;
  if (count) loop.count = *count;
  loop.body = make_region(body, start, Hoisting::all, loop.invariants);
  if (condition) loop.condition = make_region(*condition, start, Hoisting::all, loop.tested);
  return outputs(emit_loop(loop));
}

/// The results of the branch that `index` chooses.
Vars run_branch(const Var& index, const std::vector<Program>& programs, std::uint64_t start,
                const Vars& operands) {
  Branch branch{index, operands, {}};
  branch.branches = make_regions(programs, start, Hoisting::nothing, branch.operands);
  return outputs(emit_branch(branch));
}

/// Whether results depend on a variable.
bool depend(const Vars& results, const Var& x) {
  Walk walk;
  for (const Var& result : results)
    walk.visit(result.node(), [&](const Node* node) { return node->id > x->id; });
  return walk.visited(x.node());
}

}  // namespace

void bind_control(py::module_& module) {
  module.def("next_node_id", next_node_id);
  module.def("depend", depend);
  module.def("loop", run_loop, py::arg("steps"), py::arg("count"), py::arg("body"),
             py::arg("condition"), py::arg("start"), py::arg("carries"), py::arg("slices"));
  module.def("branch", run_branch, py::arg("index"), py::arg("programs"), py::arg("start"),
             py::arg("operands"));
}

}  // namespace fenchel::python
