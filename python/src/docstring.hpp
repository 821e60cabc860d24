// SPDX-License-Identifier: Apache-2.0
// Docstrings of the functions of the table, written from their facts.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel::python {

/// Names of the arguments: x; a, b; or condition, a, b.
std::vector<std::string> argument_names(const OpInfo& row);

/// One sentence, formula, arguments, result, accuracy, kinks, source and an executed example;
/// opened by the signature in the form that `inspect` reads.
std::string docstring(const OpInfo& row);

}  // namespace fenchel::python
