// SPDX-License-Identifier: Apache-2.0
// Linear systems and determinants.
#include <fenchel/program/structural/cholesky.hpp>
#include <fenchel/program/structural/determinant.hpp>
#include <fenchel/program/structural/solve.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {

void bind_linalg(py::module_& module) {
  module.def("cholesky", cholesky);
  module.def("det", det);
  module.def("inv", inv);
  module.def("slogdet", slogdet);
  module.def("solve", solve);
  module.def("solve_triangular",
             [](const Var& a, const Var& b, bool lower, bool transposed, bool unit_diagonal) {
               return solve_triangular(a, b, {lower, transposed, unit_diagonal});
             });
}

}  // namespace fenchel::python
