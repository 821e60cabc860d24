// SPDX-License-Identifier: Apache-2.0
// Operands whose type stands, however they were written: what asarray makes.
#pragma once

#include <optional>

#include "tensor.hpp"

namespace fenchel::python {

/// An operand in a type that gives way to no other; its own, or the one asked for.
Var strong_operand(PyObject* object, std::optional<DType> dtype = {});

}  // namespace fenchel::python
