// SPDX-License-Identifier: Apache-2.0
// What the small functions by hand need beyond hand_vector.hpp: the error function, roots, and
// packets of fewer elements than lanes.
#pragma once

#include "hand_vector.hpp"

extern "C" {
V FENCHEL_BENCH_VECTOR(erf)(V);
}
FENCHEL_BENCH_CALL(erf)

/// The lanes of a vector of the compiler are not seen through by sqrt; this loop is one
/// instruction.
inline V root(V x) {
  V y;
  for (std::size_t i = 0; i < W; ++i) y[i] = __builtin_sqrt(x[i]);
  return y;
}

/// The first `count` numbers at p; the last one again behind them.
inline V load(const double* p, std::size_t count) {
  return count >= W ? load(p) : load_rest(p, count, p[count - 1]);
}
inline void store(double* p, V v, std::size_t count) {
  if (count >= W) store(p, v);
  else store_rest(p, v, count);
}
