// SPDX-License-Identifier: Apache-2.0
// Plans by the records they were made for, compared in full. Bounded: the plan unused for longest
// goes first.
#pragma once

#include <fenchel/execute/executable.hpp>

namespace fenchel {

/// The plan of a program: one that was made before, if its records are the same.
std::shared_ptr<const Executable> find_or_plan(const Records& records);

/// Counters of the plan cache, for users and tests.
struct CacheInfo {
  std::int64_t plans = 0, hits = 0, misses = 0, limit = 0;
};
CacheInfo cache_info();
void clear_cache();

}  // namespace fenchel
