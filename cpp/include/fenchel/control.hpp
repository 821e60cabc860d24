// SPDX-License-Identifier: Apache-2.0
// Loops and branches as nodes of programs.
#pragma once

#include <fenchel/control/branch.hpp>
#include <fenchel/control/loop.hpp>
#include <fenchel/control/unloop.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/control/bodies.hpp>
#endif
