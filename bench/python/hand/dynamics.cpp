// SPDX-License-Identifier: Apache-2.0
// By hand: Lotka-Volterra by RK4 with its discrete adjoint, eight trajectories at a time.
#include <algorithm>
#include <cstdlib>
#include <vector>

namespace {

typedef double V8 __attribute__((vector_size(64)));
constexpr double h = 0.01;

template <class V>
struct State {
  V a, b;
};
template <class V>
State<V> after(State<V> y, double step, State<V> k) {
  return {y.a + step * k.a, y.b + step * k.b};
}
template <class V>
State<V> slope(State<V> y, const double* p) {
  return {y.a * (p[0] - p[1] * y.b), y.b * (p[3] * y.a - p[2])};
}
/// Cotangent of y; adds that of p.
template <class V>
State<V> pulled(State<V> y, const double* p, State<V> ct, V* gp) {
  gp[0] += ct.a * y.a;
  gp[1] -= ct.a * y.a * y.b;
  gp[2] -= ct.b * y.b;
  gp[3] += ct.b * y.a * y.b;
  return {ct.a * (p[0] - p[1] * y.b) + ct.b * y.b * p[3],
          ct.b * (p[3] * y.a - p[2]) - ct.a * y.a * p[1]};
}

template <class V>
State<V> step(State<V> y, const double* p) {
  const auto k1 = slope(y, p), k2 = slope(after(y, h / 2, k1), p);
  const auto k3 = slope(after(y, h / 2, k2), p), k4 = slope(after(y, h, k3), p);
  return {y.a + h / 6 * (k1.a + 2 * k2.a + 2 * k3.a + k4.a),
          y.b + h / 6 * (k1.b + 2 * k2.b + 2 * k3.b + k4.b)};
}

template <class V>
State<V> step_back(State<V> y, const double* p, State<V> ct, V* gp) {
  const auto y2 = after(y, h / 2, slope(y, p)), y3 = after(y, h / 2, slope(y2, p));
  const auto y4 = after(y, h, slope(y3, p));
  const State<V> none = {y.a - y.a, y.a - y.a};
  const auto u4 = pulled(y4, p, after(none, h / 6, ct), gp);
  const auto u3 = pulled(y3, p, after(after(none, h / 3, ct), h, u4), gp);
  const auto u2 = pulled(y2, p, after(after(none, h / 3, ct), h / 2, u3), gp);
  const auto u1 = pulled(y, p, after(after(none, h / 6, ct), h / 2, u2), gp);
  return {ct.a + u1.a + u2.a + u3.a + u4.a, ct.b + u1.b + u2.b + u3.b + u4.b};
}

/// Value of one run (or eight); leaves the cotangents of the start and of p.
template <class V>
V run(State<V>& y, const double* p, long steps, State<V>* states, V* gp) {
  for (long t = 0; t < steps; ++t) {
    states[t] = y;
    y = step(y, p);
  }
  const V value = y.a * y.a + y.b * y.b;
  y = {2 * y.a, 2 * y.b};
  for (int i = 0; i < 4; ++i) gp[i] = value - value;
  for (long t = steps; t-- > 0;) y = step_back(states[t], p, y, gp);
  return value;
}

double alone(const double* y0, const double* p, long steps, double* g) {
  std::vector<State<double>> states(steps);
  State<double> y = {y0[0], y0[1]};
  const double value = run(y, p, steps, states.data(), g + 2);
  g[0] = y.a;
  g[1] = y.b;
  return value;
}

}  // namespace

/// Sum over the batch of |y(T)|^2, and its gradient in y0 of shape (2, batch), then p.
extern "C" double lotka_volterra(const double* y0, const double* p, long batch, long steps,
                                 double* g) {
  if (batch == 1) return alone(y0, p, steps, g);
  auto* states = static_cast<State<V8>*>(std::aligned_alloc(64, sizeof(State<V8>) * steps));
  double total = 0, *gp = g + 2 * batch;
  std::fill(gp, gp + 4, 0.0);
  for (long i = 0; i < batch; i += 8) {
    State<V8> y;
    V8 parts[4];
    for (long l = 0; l < 8; ++l) {
      const long j = std::min(i + l, batch - 1);
      y.a[l] = y0[j];
      y.b[l] = y0[batch + j];
    }
    const V8 value = run(y, p, steps, states, parts);
    for (long l = 0; l < std::min(8L, batch - i); ++l) {
      total += value[l];
      for (int k = 0; k < 4; ++k) gp[k] += parts[k][l];
      g[i + l] = y.a[l];
      g[batch + i + l] = y.b[l];
    }
  }
  std::free(states);
  return total;
}
