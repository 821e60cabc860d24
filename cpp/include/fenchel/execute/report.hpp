// SPDX-License-Identifier: Apache-2.0
// What a plan will do, told to people: its steps, what they read and write, how much they compute.
#pragma once

#include <fenchel/program/records.hpp>
#include <string>

namespace fenchel {

struct StepReport {
  enum Kind : std::uint8_t { cluster, rows, scalars, product, call, control } kind;
  std::int64_t elements;                ///< it runs over
  std::vector<std::string> operations;  ///< by the names of the table, in their order
  std::int64_t bytes_read, bytes_written;
  std::int64_t operation_count;      ///< elementwise and folded elements, 2 for a multiply-add;
                                     ///< of a loop of unknown length, a guess
  std::vector<std::uint32_t> after;  ///< steps whose results it reads
};

struct PlanReport {
  std::vector<StepReport> steps;
  std::int64_t leaf_bytes, result_bytes;
  std::int64_t temporary_bytes;  ///< the arena and the scratch memory of one thread
};

/// Plans the program anew and describes the plan.
PlanReport report(const Records& records);

}  // namespace fenchel
