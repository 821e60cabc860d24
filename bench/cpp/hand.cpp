// SPDX-License-Identifier: Apache-2.0
// The workloads by hand: derivatives on paper, one pass, vector registers, the vector functions of
// the GNU C library. The vectors are as wide as the processor's.
#include "gradients.hpp"

#include <cmath>
#include <cstring>

namespace {

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
inline double total(V v) {
  double sum = 0;
  for (std::size_t i = 0; i < W; ++i) sum += v[i];
  return sum;
}

/// Sums of z and of its square over z = (x - mu) / sigma; `visit(i, z)` sees every packet.
template <class Packet, class Single>
double normal(Problem& p, const Packet& packet, const Single& single) {
  const double mu = p.mu, scale = 1 / p.sigma;
  V s[4] = {}, q[4] = {};
  std::size_t i = 0;
  for (; i + 4 * W <= p.n; i += 4 * W)
    for (int k = 0; k < 4; ++k) {
      const V z = (load(p.x + i + k * W) - mu) * scale;
      s[k] += z;
      q[k] += z * z;
      packet(i + k * W, z);
    }
  double sum = total((s[0] + s[1]) + (s[2] + s[3])), squares = total((q[0] + q[1]) + (q[2] + q[3]));
  for (; i < p.n; ++i) {
    const double z = (p.x[i] - mu) * scale;
    sum += z;
    squares += z * z;
    single(i, z);
  }
  const double n = static_cast<double>(p.n);
  p.g_mu = sum * scale;
  p.g_sigma = (squares - n) * scale;
  return -0.5 * squares - n * std::log(p.sigma);
}

/// Sum of f over the data; f(V) and the rest of the data, padded with `pad`, run the same code.
template <class F>
double over(const Problem& p, double pad, const F& f) {
  V sum = {};
  std::size_t i = 0;
  for (; i + W <= p.n; i += W) {
    V g;
    sum += f(load(p.x + i), g);
    store(p.g + i, g);
  }
  double value = total(sum);
  if (i == p.n) return value;
  double x[W], g_rest[W], y_rest[W];
  for (std::size_t k = 0; k < W; ++k) x[k] = i + k < p.n ? p.x[i + k] : pad;
  V g;
  store(y_rest, f(load(x), g));
  store(g_rest, g);
  for (std::size_t k = 0; i + k < p.n; ++k) {
    p.g[i + k] = g_rest[k];
    value += y_rest[k];
  }
  return value;
}

}  // namespace

double hand::normal_parameters(Problem& p) {
  return normal(p, [](std::size_t, V) {}, [](std::size_t, double) {});
}

double hand::normal_textbook(Problem& p) { return normal_parameters(p); }

double hand::normal_all(Problem& p) {
  const double minus_scale = -1 / p.sigma;
  double* g = p.g;
  return normal(
      p, [=](std::size_t i, V z) { store(g + i, z * minus_scale); },
      [=](std::size_t i, double z) { g[i] = z * minus_scale; });
}

double hand::sum_exp(Problem& p) {
  return over(p, 0, [](V x, V& g) { return g = exp(x); });
}

double hand::mixed(Problem& p) {
  return over(p, 1, [](V x, V& g) {
    const V e = exp(-(x * x)), s = sin(x), c = cos(x);
    g = e * (c - 2.0 * x * s) + 1.0 / x;
    return e * s + log(x);
  });
}
