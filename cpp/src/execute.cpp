// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the planner, the interpreter and the dispatch.
#include <fenchel/execute/bodies.hpp>
