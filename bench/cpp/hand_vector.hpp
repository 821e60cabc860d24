// SPDX-License-Identifier: Apache-2.0
// What the gradients by hand share: vectors as wide as the processor's, the vector functions of the
// GNU C library, and loops over data.
#pragma once

#include <immintrin.h>

#include <cmath>
#include <cstddef>
#include <cstring>

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

extern "C" {
V FENCHEL_BENCH_VECTOR(exp)(V);
V FENCHEL_BENCH_VECTOR(log)(V);
V FENCHEL_BENCH_VECTOR(log1p)(V);
V FENCHEL_BENCH_VECTOR(sin)(V);
V FENCHEL_BENCH_VECTOR(cos)(V);
}
#define FENCHEL_BENCH_CALL(name) \
  inline V name(V x) { return FENCHEL_BENCH_VECTOR(name)(x); }
FENCHEL_BENCH_CALL(exp)
FENCHEL_BENCH_CALL(log)
FENCHEL_BENCH_CALL(log1p)
FENCHEL_BENCH_CALL(sin)
FENCHEL_BENCH_CALL(cos)

inline V load(const double* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(double* p, V v) { std::memcpy(p, &v, sizeof v); }
inline V all(double x) { return x - V{}; }
inline double total(V v) {
  double sum = 0;
  for (std::size_t i = 0; i < W; ++i) sum += v[i];
  return sum;
}

/// The first `count` numbers at p, then zeros; and back. Masked: for work that is bound by loads.
inline V load_first(const double* p, std::size_t count) {
#if defined(__AVX512F__)
  return V(_mm512_maskz_loadu_pd(__mmask8((1u << count) - 1), p));
#elif defined(__AVX2__)
  return V(_mm256_maskload_pd(
      p, _mm256_cmpgt_epi64(_mm256_set1_epi64x(long(count)), _mm256_setr_epi64x(0, 1, 2, 3))));
#else
  return count == 1 ? V{p[0], 0} : load(p);
#endif
}
inline void store_first(double* p, V v, std::size_t count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_pd(p, __mmask8((1u << count) - 1), __m512d(v));
#else
  for (std::size_t k = 0; k < count; ++k) p[k] = v[k];
#endif
}

/// The first `count` numbers at p, then `pad`.
inline V load_rest(const double* p, std::size_t count, double pad) {
  double x[W];
  for (std::size_t k = 0; k < W; ++k) x[k] = k < count ? p[k] : pad;
  return load(x);
}
inline void store_rest(double* p, V v, std::size_t count) {
  double x[W];
  store(x, v);
  for (std::size_t k = 0; k < count; ++k) p[k] = x[k];
}
inline double total_rest(V v, std::size_t count) {
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) sum += v[k];
  return sum;
}

/// Cheap work: packet(i, k) at four packets a round, k the number of the packet; single(i) for the
/// rest.
template <class Packet, class Single>
inline void by_packets(std::size_t n, const Packet& packet, const Single& single) {
  std::size_t i = 0;
  for (; i + 4 * W <= n; i += 4 * W)
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k) packet(i + k * W, k);
  for (; i + W <= n; i += W) packet(i, 0);
  for (; i < n; ++i) single(i);
}

/// Dear work: the sum of f over x; f(x, g) gives the value of a packet and its gradient.
template <class F>
inline double over(const double* x, double* gradient, std::size_t n, double pad, const F& f) {
  V sum = {};
  std::size_t i = 0;
  for (; i + W <= n; i += W) {
    V g;
    sum += f(load(x + i), g);
    store(gradient + i, g);
  }
  double value = total(sum);
  if (i == n) return value;
  V g;
  value += total_rest(f(load_rest(x + i, n - i, pad), g), n - i);
  store_rest(gradient + i, g, n - i);
  return value;
}

/// The same over x and y, both with a gradient or not: f(x, y, gx, gy).
template <bool BothActive, class F>
inline double over_two(const double* x, const double* y, double* gx, double* gy, std::size_t n,
                       const F& f) {
  V sum = {};
  std::size_t i = 0;
  for (; i + W <= n; i += W) {
    V a, b;
    sum += f(load(x + i), load(y + i), a, b);
    store(gx + i, a);
    if constexpr (BothActive) store(gy + i, b);
  }
  double value = total(sum);
  if (i == n) return value;
  V a, b;
  value += total_rest(f(load_rest(x + i, n - i, 1), load_rest(y + i, n - i, 1), a, b), n - i);
  store_rest(gx + i, a, n - i);
  if constexpr (BothActive) store_rest(gy + i, b, n - i);
  return value;
}
