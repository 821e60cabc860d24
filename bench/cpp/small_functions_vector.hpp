// SPDX-License-Identifier: Apache-2.0
// What hand-written code works with: the compiler's vectors, as wide as the processor's, and the
// vector functions of the GNU C library.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>

namespace hand {

#if defined(__AVX512F__)
constexpr std::size_t W = 8;
#define FENCHEL_BENCH_VECTOR(name) _ZGVeN8v_##name
#elif defined(__AVX2__)
constexpr std::size_t W = 4;
#define FENCHEL_BENCH_VECTOR(name) _ZGVdN4v_##name
#else
constexpr std::size_t W = 2;
#define FENCHEL_BENCH_VECTOR(name) _ZGVbN2v_##name
#endif
typedef double V __attribute__((vector_size(W * sizeof(double))));
typedef long long Bits __attribute__((vector_size(W * sizeof(double))));

extern "C" {
V FENCHEL_BENCH_VECTOR(exp)(V);
V FENCHEL_BENCH_VECTOR(log)(V);
V FENCHEL_BENCH_VECTOR(sin)(V);
V FENCHEL_BENCH_VECTOR(cos)(V);
V FENCHEL_BENCH_VECTOR(erf)(V);
}
#define FENCHEL_BENCH_CALL(name) \
  inline V name(V x) { return FENCHEL_BENCH_VECTOR(name)(x); }
FENCHEL_BENCH_CALL(exp)
FENCHEL_BENCH_CALL(log)
FENCHEL_BENCH_CALL(sin)
FENCHEL_BENCH_CALL(cos)
FENCHEL_BENCH_CALL(erf)
#undef FENCHEL_BENCH_CALL
#undef FENCHEL_BENCH_VECTOR

/// The lanes of a vector of the compiler are not seen through by sqrt; this loop is one
/// instruction.
inline V root(V x) {
  V y;
  for (std::size_t i = 0; i < W; ++i) y[i] = __builtin_sqrt(x[i]);
  return y;
}
inline V load(const double* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
/// The first `count` numbers at p; the last one again behind them.
inline V load(const double* p, std::size_t count) {
  if (count >= W) return load(p);
  V v;
  for (std::size_t i = 0; i < W; ++i) v[i] = p[i < count ? i : count - 1];
  return v;
}
inline void store(double* p, V v, std::size_t count) {
  if (count >= W) std::memcpy(p, &v, sizeof v);
  else
    for (std::size_t i = 0; i < count; ++i) p[i] = v[i];
}
inline double total(V v) {
  double sum = 0;
  for (std::size_t i = 0; i < W; ++i) sum += v[i];
  return sum;
}
inline V all(double x) { return x - V{}; }

}  // namespace hand
