// SPDX-License-Identifier: Apache-2.0
// The bodies of the planner, the interpreter and the dispatch. The compiled runtime includes them
// in one unit; with FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/execute/dispatch-inl.hpp>
#include <fenchel/execute/executable-inl.hpp>
#include <fenchel/execute/plan_cache-inl.hpp>
#include <fenchel/execute/report-inl.hpp>
#include <fenchel/execute/threads/pool-inl.hpp>
#include <fenchel/execute/whole_kernels-inl.hpp>
