// SPDX-License-Identifier: Apache-2.0
// A Program: parameters, results, and the graph between them. Tracing makes programs, transforms
// turn programs into programs, the planner consumes them; nodes own programs as their regions.
#pragma once

#include <fenchel/program/var.hpp>

namespace fenchel {

struct Program {
  Vars parameters;  ///< placeholders or aliases
  Vars results;     ///< may reach nodes from outside: captures
};

}  // namespace fenchel
