// SPDX-License-Identifier: Apache-2.0
// The side of the -ffast-math test that is compiled without it. Numbers cross as bits, because the
// other side's compiler may assume that there is no NaN.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plain {

/// One elementwise function of one argument.
struct Row {
  std::string name;
  std::vector<std::uint64_t> results;  ///< at `points`, every NaN being one
};

/// Random bit patterns and the special ones.
const std::vector<std::uint64_t>& points();
/// Results of the header-only formulas under IEEE arithmetic.
std::vector<Row> expected();
/// Bits of results, every NaN made one.
std::vector<std::uint64_t> canonical(const void* numbers);
/// Whether the processor rounds results below the normal numbers to zero.
bool flushes_to_zero();

}  // namespace plain
