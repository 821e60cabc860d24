// SPDX-License-Identifier: Apache-2.0
// Smoothing: soft maxima, Fenchel-Young losses, and the transform of programs.
#include <fenchel/smooth/fenchel_young.hpp>
#include <fenchel/smooth/soft_max.hpp>
#include <fenchel/smooth/soften.hpp>

#include "bind.hpp"
#include "caster.hpp"

namespace py = pybind11;

namespace fenchel::python {

void bind_smooth(py::module_& module) {
  bind_reduction(module, "logsumexp", logsumexp);
  module.def("smooth_max",
             [](const Var& theta, const std::string& regularizer, const Var& scale, int axis) {
               return smooth_max(theta, find_regularizer(regularizer), scale, axis);
             });
  module.def("smooth_argmax",
             [](const Var& theta, const std::string& regularizer, const Var& scale, int axis) {
               return smooth_argmax(theta, find_regularizer(regularizer), scale, axis);
             });
  module.def("sparseplus", sparseplus);
  module.def("sparse_sigmoid", sparse_sigmoid);
  module.def("fenchel_young_loss",
             [](const Var& theta, const Var& y, const std::string& regularizer, const Var& scale) {
               return fenchel_young_loss(theta, y, find_regularizer(regularizer), scale);
             });
  module.def("soften", [](const Program& program, const Vars& arguments, const Var& scale) {
    return soften(program, arguments, scale);
  });
}

}  // namespace fenchel::python
