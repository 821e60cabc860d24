// SPDX-License-Identifier: Apache-2.0
// Functions composed of others: statistics, running sums, triangles and diagonals, contractions.
#include <fenchel/array/array.hpp>
#include <fenchel/array/contraction.hpp>
#include <fenchel/array/diagonal.hpp>
#include <fenchel/array/statistics.hpp>
#include <fenchel/program/structural/cumulative.hpp>
#include <fenchel/program/structural/sort.hpp>
#include <fenchel/program/structural/triangle.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

int axis_in(const Var& x, std::int64_t axis, const char* name) {
  return normalize_axis(axis, x.rank(), name);
}

/// A reduction with one more number: NumPy's arguments, as far as Python has resolved them.
template <class F>
void bind_with_number(py::module_& module, const char* name, const char* number, F function) {
  module.def(name, function, py::arg("x"), py::arg("axes"), py::arg("keepdims"), py::arg(number));
}

void bind_statistics(py::module_& module) {
  bind_reduction(module, "prod", prod);
  bind_reduction(module, "any", any);
  bind_reduction(module, "all", all);
  bind_with_number(module, "var", "correction", variance);
  bind_with_number(module, "std", "correction", standard_deviation);
  bind_with_number(module, "vector_norm", "p", vector_norm);
  module.def("argmax", argmax, py::arg("x"), py::arg("axis"), py::arg("keepdims"));
  module.def("argmin", argmin, py::arg("x"), py::arg("axis"), py::arg("keepdims"));
  module.def("sorting_order", sorting_order);
}

void bind_running(py::module_& module) {
  module.def("cumsum", [](const Var& x, std::int64_t axis) {
    return cumulative_sum(x, axis_in(x, axis, "cumsum"));
  });
  module.def("cumprod", [](const Var& x, std::int64_t axis) {
    return cumulative_product(x, axis_in(x, axis, "cumprod"));
  });
}

void bind_matrix_parts(py::module_& module) {
  module.def("tril", lower_part);
  module.def("triu", upper_part);
  module.def("diagonal", diagonal);
  module.def("with_diagonal", with_diagonal);
}

}  // namespace

void bind_composed(py::module_& module) {
  bind_statistics(module);
  bind_running(module);
  bind_matrix_parts(module);
  module.def("einsum", [](const std::string& subscripts, const Vars& operands) {
    return einsum(subscripts, operands);
  });
}

}  // namespace fenchel::python
