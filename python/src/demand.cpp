// SPDX-License-Identifier: Apache-2.0
// Asking for the value of a tensor from Python.
#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/walk.hpp>
#include <string>

#include "tensor.hpp"

namespace fenchel::python {
namespace {

/// The transform whose placeholder x depends on.
const char* tracer_of(const Var& x) {
  Walk walk;
  walk.visit(x.node(), [](Node* node) { return !node->known(); });
  for (const Node* node : walk.order()) {
    if (node->op != op::parameter || node->known()) continue;
    constexpr const char* names[] = {"jit", "vmap", "smooth", "the body of a loop or branch"};
    return names[node->attributes()[0]];
  }
  return "a transform";
}

}  // namespace

void demand(const Var& x, const char* what, const char* fix) {
  if (x->known()) return;
  try {
    evaluate({&x, 1});
  } catch (const TracedValueError&) {
    const std::string tracer = tracer_of(x);
    std::string message = std::string(what) + " needs a value, but this tensor of shape " +
                          to_string(x.shape()) + " is traced by " + tracer +
                          " and stands for any value; " + fix;
    if (tracer == "jit") message += ", or name the argument it depends on in static_argnames";
    fail<TracedValueError>(message);
  }
}

}  // namespace fenchel::python
