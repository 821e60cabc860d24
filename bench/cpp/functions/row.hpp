// SPDX-License-Identifier: Apache-2.0
// A row of the benchmark of elementary functions: one function at one precision and one instruction
// set, with the loops of ours and of the libraries it is compared with. Plain types only, so that
// units built for different sets exchange it.
#pragma once

#include <cstddef>
#include <vector>

namespace functions {

/// Runs over n numbers of the row's type; n is a multiple of every packet's lanes.
using Loop = void (*)(const void* x, const void* y, void* out, std::size_t n);

/// How a function is used: results stored to an array, or f(x) x summed in registers.
struct Loops {
  Loop array = nullptr, fused = nullptr;
};

/// What the bars say about a row.
enum class Tier {
  ordinary,  ///< counts in the medians of the default kernels
  fast,      ///< a kernel of the fast tier
  joint,     ///< sine and cosine at once, beside two calls of libmvec
  composed,  ///< the libraries have no such function: beside a formula of what they have
};

struct Row {
  const char* function;
  bool is_double;
  Tier tier;
  double low[2], high[2];  ///< where the arguments are drawn
  Loops ours, libmvec, sleef;
};

std::vector<Row> rows_v2();
std::vector<Row> rows_v3();
std::vector<Row> rows_v4();

}  // namespace functions
