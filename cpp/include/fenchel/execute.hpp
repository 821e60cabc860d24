// SPDX-License-Identifier: Apache-2.0
// Execution: plans, kernels, and their registration.
#pragma once

#include <fenchel/execute/dispatch.hpp>
#include <fenchel/execute/executable.hpp>
#include <fenchel/execute/plan_cache.hpp>
#include <fenchel/execute/register_primitive.hpp>
#include <fenchel/execute/report.hpp>
#include <fenchel/execute/threads/pool.hpp>
#include <fenchel/execute/whole_kernels.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/execute/bodies.hpp>
#include <fenchel/program.hpp>
#endif
