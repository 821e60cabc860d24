// SPDX-License-Identifier: Apache-2.0
// Time stepping by hand: states kept on the way forward, adjoints on paper on the way back.
#include "small_functions.hpp"
#include "small_functions_vector.hpp"

#include <vector>

namespace {

/// A number, or a run in each lane.
template <class T>
struct Run {
  T x, y, p[4], gx, gy, gp[4];
};

/// What a stage gives back: with k = (x (a - b y), y (c x - d)) and the adjoint (kx, ky) of k.
template <class T>
inline void stage_back(Run<T>& r, T x, T y, T kx, T ky, T& gx, T& gy) {
  const T xk = kx * x, yk = ky * y, xy = x * y;
  gx = kx * (r.p[0] - r.p[1] * y) + yk * r.p[2];
  gy = ky * (r.p[2] * x - r.p[3]) - xk * r.p[1];
  r.gp[0] += xk;
  r.gp[1] -= kx * xy;
  r.gp[2] += ky * xy;
  r.gp[3] -= yk;
}

template <class T>
T lotka_volterra_run(Run<T>& r, std::size_t steps, T* states) {
  constexpr double h = 0.01;
  const T a = r.p[0], b = r.p[1], c = r.p[2], d = r.p[3];
  const auto rate = [=](T x, T y, T& kx, T& ky) {
    kx = x * (a - b * y);
    ky = y * (c * x - d);
  };
  T x = r.x, y = r.y;
  for (std::size_t t = 0; t < steps; ++t) {
    states[2 * t] = x, states[2 * t + 1] = y;
    T x1, y1, x2, y2, x3, y3, x4, y4;
    rate(x, y, x1, y1);
    rate(x + h / 2 * x1, y + h / 2 * y1, x2, y2);
    rate(x + h / 2 * x2, y + h / 2 * y2, x3, y3);
    rate(x + h * x3, y + h * y3, x4, y4);
    x = x + h / 6 * (x1 + 2.0 * (x2 + x3) + x4);
    y = y + h / 6 * (y1 + 2.0 * (y2 + y3) + y4);
  }
  T gx = x - x + 1.0, gy = gx;
  Run<T> own = r;
  for (T& g : own.gp) g = x - x;
  for (std::size_t t = steps; t-- > 0;) {
    const T x0 = states[2 * t], y0 = states[2 * t + 1];
    T x1, y1, x2, y2, x3, y3, ux, uy;
    rate(x0, y0, x1, y1);
    const T xa = x0 + h / 2 * x1, ya = y0 + h / 2 * y1;
    rate(xa, ya, x2, y2);
    const T xb = x0 + h / 2 * x2, yb = y0 + h / 2 * y2;
    rate(xb, yb, x3, y3);
    const T xc = x0 + h * x3, yc = y0 + h * y3;
    const T sixth_x = h / 6 * gx, sixth_y = h / 6 * gy;
    T sum_x = gx, sum_y = gy;
    stage_back(own, xc, yc, sixth_x, sixth_y, ux, uy);
    sum_x += ux, sum_y += uy;
    stage_back(own, xb, yb, 2.0 * sixth_x + h * ux, 2.0 * sixth_y + h * uy, ux, uy);
    sum_x += ux, sum_y += uy;
    stage_back(own, xa, ya, 2.0 * sixth_x + h / 2 * ux, 2.0 * sixth_y + h / 2 * uy, ux, uy);
    sum_x += ux, sum_y += uy;
    stage_back(own, x0, y0, sixth_x + h / 2 * ux, sixth_y + h / 2 * uy, ux, uy);
    gx = sum_x + ux, gy = sum_y + uy;
  }
  r = own;
  r.gx = gx, r.gy = gy;
  return x + y;
}

template <class T>
void lotka_volterra_runs(Problem& p, std::size_t first, T* states) {
  Run<T> r;
  const auto get = [&](std::size_t i) {
    T v;
    std::memcpy(&v, p.x + i * p.n + first, sizeof v);
    return v;
  };
  const auto put = [&](std::size_t i, T v) { std::memcpy(p.g + i * p.n + first, &v, sizeof v); };
  r.x = get(0), r.y = get(1);
  for (std::size_t i = 0; i < 4; ++i) r.p[i] = get(2 + i);
  put(0, lotka_volterra_run(r, p.d, states));
  put(1, r.gx);
  put(2, r.gy);
  for (std::size_t i = 0; i < 4; ++i) put(3 + i, r.gp[i]);
}

}  // namespace

double hand::lotka_volterra(Problem& p) {
  static std::vector<V> packets(2 * p.d);
  static std::vector<double> one(2 * p.d);
  std::size_t first = 0;
  for (; first + W <= p.n; first += W) lotka_volterra_runs(p, first, packets.data());
  for (; first < p.n; ++first) lotka_volterra_runs(p, first, one.data());
  return p.g[0];
}

double hand::volatility(Problem& p) {
  const double mean = -1, keep = 0.95, scale = 0.3;
  const double *z = p.x, *y = p.x + p.n;
  static std::vector<double> states, adjoints;
  states.resize(p.n + 1), adjoints.resize(p.n + 1);
  double *s = states.data(), *a = adjoints.data(), *g = p.g + 3;
  s[0] = 0;
  for (std::size_t t = 0; t < p.n; ++t) s[t + 1] = keep * s[t] + scale * z[t];
  V value = {}, g_mean = {};
  std::size_t t = 0;
  for (; t + W <= p.n; t += W) {
    const V h = load(s + t + 1) + mean, x = load(y + t), u = load(z + t), e = x * x * exp(-h);
    const V slope = 0.5 - 0.5 * e;
    value += 0.5 * (h + e + u * u);
    g_mean += slope;
    store(a + t, slope, W);
  }
  double sum = total(value), g_sum = total(g_mean);
  for (; t < p.n; ++t) {
    const double h = s[t + 1] + mean, e = y[t] * y[t] * std::exp(-h);
    a[t] = 0.5 - 0.5 * e;
    sum += 0.5 * (h + e + z[t] * z[t]);
    g_sum += a[t];
  }
  double adjoint = 0, g_keep = 0, g_scale = 0;
  for (t = p.n; t-- > 0;) {
    adjoint = keep * adjoint + a[t];
    g_keep += adjoint * s[t];
    g_scale += adjoint * z[t];
    g[t] = z[t] + scale * adjoint;
  }
  p.g[0] = g_sum, p.g[1] = g_keep, p.g[2] = g_scale;
  return sum;
}
