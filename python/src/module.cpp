// SPDX-License-Identifier: Apache-2.0
// fenchel._core: the compiled half of the Python package.
#include <fenchel/base/config.hpp>

#include "bind.hpp"
#include "dtypes.hpp"
#include "jitted.hpp"
#include "tensor.hpp"

namespace py = pybind11;

PYBIND11_MODULE(_core, module) {
  using namespace fenchel::python;
  if (!make_exceptions() || !make_tensor_type() || !load_dtypes()) throw py::error_already_set();
  py::register_exception_translator([](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (...) {
      raise_current();
    }
  });
  module.attr("__version__") = FENCHEL_VERSION;
  module.attr("Tensor") = py::handle(reinterpret_cast<PyObject*>(tensor_type));
  module.attr("TracedValueError") = py::handle(traced_value_error);
  module.attr("LinAlgError") = py::handle(linalg_error);
  bind_operations(module);
  bind_library(module);
  bind_array(module);
  bind_composed(module);
  bind_linalg(module);
  bind_program(module);
  bind_gradient(module);
  bind_jitted(module);
  bind_control(module);
  bind_plan(module);
  bind_smooth(module);
  bind_optimize(module);
}
