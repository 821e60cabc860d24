// SPDX-License-Identifier: Apache-2.0
// Programs: nodes, the table of operations, tracing, transforms.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/program.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/trace.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/program/unit_sweeps.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/program/bodies.hpp>
#endif
