// SPDX-License-Identifier: Apache-2.0
// The bodies of the planner and the interpreter, compiled once.
#include <fenchel/execute/executable-inl.hpp>
#include <fenchel/execute/plan_cache-inl.hpp>
#include <fenchel/execute/planner/schedule-inl.hpp>
