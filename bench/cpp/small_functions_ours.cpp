// SPDX-License-Identifier: Apache-2.0
// The workloads on small functions as a user of fenchel writes them.
#include "small_functions.hpp"

#include <fenchel/expr.hpp>
#include <fenchel/expr/unroll.hpp>
#include <fenchel/forward.hpp>

#include <new>
#include <vector>

using namespace fenchel;

namespace {

/// N arrays of n numbers, one behind the other.
template <std::size_t N>
std::array<Column<double>, N> columns(const double* x, std::size_t n) {
  std::array<Column<double>, N> all;
  for (std::size_t i = 0; i < N; ++i) all[i].data = x + i * n;
  return all;
}

/// ADBench: camera (rotation, center, focal length, principal point, distortion), point, weight.
constexpr auto residual = [](const auto& x, const auto& seen) {
  using T = std::remove_cvref_t<decltype(x[0])>;
  const T dx = x[11] - x[3], dy = x[12] - x[4], dz = x[13] - x[5];
  const T theta = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  const T inverse = 1.0 / theta, c = cos(theta), s = sin(theta);
  const T a = x[0] * inverse, b = x[1] * inverse, e = x[2] * inverse;
  const T along = (a * dx + b * dy + e * dz) * (1.0 - c);
  const T px = dx * c + (b * dz - e * dy) * s + a * along;
  const T py = dy * c + (e * dx - a * dz) * s + b * along;
  const T pz = dz * c + (a * dy - b * dx) * s + e * along;
  const T depth = 1.0 / pz, u = px * depth, v = py * depth;
  const T r2 = u * u + v * v, scale = (1.0 + r2 * (x[9] + x[10] * r2)) * x[6];
  return std::array<T, 2>{x[14] * (u * scale + x[7] - seen[0]),
                          x[14] * (v * scale + x[8] - seen[1])};
};

constexpr auto call_price = [](const auto& x) {
  const auto &spot = x[0], &strike = x[1], &time = x[2], &rate = x[3], &sigma = x[4];
  const auto below = [](const auto& d) { return 0.5 + 0.5 * erf(0.70710678118654752 * d); };
  const auto spread = sigma * sqrt(time);
  const auto d1 = (log(spot / strike) + rate * time) / spread + 0.5 * spread;
  return spot * below(d1) - strike * exp(-(rate * time)) * below(d1 - spread);
};

/// Position, velocity, angles (roll, pitch, yaw), body rates; four rotor forces. One Euler step.
constexpr auto fly = [](const auto& x) {
  using T = std::remove_cvref_t<decltype(x[0])>;
  constexpr double dt = 0.01, mass = 1.2, gravity = 9.81, arm = 0.2, drag = 0.02;
  constexpr double jx = 0.012, jy = 0.013, jz = 0.022;
  const T sr = sin(x[6]), cr = cos(x[6]), sp = sin(x[7]), cp = cos(x[7]);
  const T sy = sin(x[8]), cy = cos(x[8]);
  const T p = x[9], q = x[10], r = x[11];
  const T lift = (x[12] + x[13] + x[14] + x[15]) * (1 / mass);
  const T turn = q * sr + r * cr, inverse = 1.0 / cp;
  return std::array<T, 12>{
      x[0] + dt * x[3],
      x[1] + dt * x[4],
      x[2] + dt * x[5],
      x[3] + dt * (lift * (cr * sp * cy + sr * sy)),
      x[4] + dt * (lift * (cr * sp * sy - sr * cy)),
      x[5] + dt * (lift * (cr * cp) - gravity),
      x[6] + dt * (p + turn * (sp * inverse)),
      x[7] + dt * (q * cr - r * sr),
      x[8] + dt * (turn * inverse),
      p + dt * ((jy - jz) / jx * (q * r) + arm / jx * (x[13] - x[15])),
      q + dt * ((jz - jx) / jy * (p * r) + arm / jy * (x[14] - x[12])),
      r + dt * ((jx - jy) / jz * (p * q) + drag / jz * (x[12] - x[13] + x[14] - x[15]))};
};

constexpr auto growth = [](const auto& s, const auto& p) {
  return std::array{s[0] * (p[0] - p[1] * s[1]), s[1] * (p[2] * s[0] - p[3])};
};
constexpr auto runge_kutta = [](const auto& s, const auto& p, const auto&) {
  constexpr double h = 0.01;
  const auto after = [&s](double t, const auto& k) {
    return std::array{s[0] + t * k[0], s[1] + t * k[1]};
  };
  const auto k1 = growth(s, p), k2 = growth(after(h / 2, k1), p);
  const auto k3 = growth(after(h / 2, k2), p), k4 = growth(after(h, k3), p);
  const auto end = [&](std::size_t i) {
    return s[i] + h / 6 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
  };
  return std::array{end(0), end(1)};
};
constexpr auto population = [](const auto& s, const auto&) { return s[0] + s[1]; };

/// The state is the log-volatility less its mean; parameters mean, persistence, scale; inputs
/// innovation and observed return.
constexpr auto drift = [](const auto& s, const auto& p, const auto& u) {
  return std::array{p[1] * s[0] + p[2] * u[0]};
};
constexpr auto surprise = [](const auto& s, const auto& p, const auto& u) {
  const auto h = p[0] + s[0];
  return 0.5 * (h + u[1] * u[1] * exp(-h) + u[0] * u[0]);
};

/// n runs from the columns of x, as many at a time as V has lanes.
template <class V>
void runs(Problem& p, std::size_t first, std::span<V> memory) {
  Trajectory<V, 2, 4, 0> run{.steps = p.d};
  const auto at = [&](const double* x, std::size_t i) {
    return simd::load<V>(x + i * p.n + first);
  };
  for (std::size_t i = 0; i < 2; ++i) run.start[i] = at(p.x, i);
  for (std::size_t i = 0; i < 4; ++i) run.parameters[i] = at(p.x, 2 + i);
  const Recurrence model{runge_kutta, Nothing{}, population};
  simd::store(p.g + first, unroll(model, run, 1, memory));
  for (std::size_t i = 0; i < 2; ++i) simd::store(p.g + (1 + i) * p.n + first, run.d_start[i]);
  for (std::size_t i = 0; i < 4; ++i) simd::store(p.g + (3 + i) * p.n + first, run.d_parameters[i]);
}

}  // namespace

double ours::bundle_adjustment(Problem& p) {
  jacobian_batch(residual, p.n, p.g, p.g + 2 * p.n, columns<15>(p.x, p.n),
                 columns<2>(p.x + 15 * p.n, p.n));
  return p.g[0];
}

double ours::black_scholes(Problem& p) {
  jacobian_batch(call_price, p.n, p.g, p.g + p.n, columns<5>(p.x, p.n));
  return p.g[0];
}

double ours::quadrotor(Problem& p) {
  std::array<double, 16> x;
  std::copy(p.x, p.x + 16, x.begin());
  auto& at = *new (p.g) Linearized<double, 12, 16>;
  for (std::size_t step = 0; step < p.n; ++step) {
    linearize_into(at, fly, x);
    std::copy(at.value.begin(), at.value.end(), x.begin());
  }
  return p.g[0];
}

double ours::lotka_volterra(Problem& p) {
  using V = simd::Native<double>;
  static std::vector<V> memory(unroll_workspace<2>(p.d, 1));
  static std::vector<double> one(unroll_workspace<2>(p.d, 1));
  std::size_t first = 0;
  for (; first + V::lanes <= p.n; first += V::lanes) runs<V>(p, first, memory);
  for (; first < p.n; ++first) runs<double>(p, first, one);
  return p.g[0];
}

double ours::volatility(Problem& p) {
  static std::vector<double> memory;
  memory.resize(unroll_workspace<1>(p.n, 1));
  Trajectory<double, 1, 3, 2> run{.steps = p.n, .parameters = {-1, 0.95, 0.3}};
  run.inputs = {p.x, p.x + p.n};
  run.d_inputs = {p.g + 3, nullptr};
  const double value = unroll(Recurrence{drift, surprise, Nothing{}}, run, 1, std::span(memory));
  for (std::size_t i = 0; i < 3; ++i) p.g[i] = run.d_parameters[i];
  return value;
}

double ours::volatility_expression(Problem& p) {
  static std::vector<double> memory;
  memory.resize(unroll_workspace<1>(p.n, 1));
  const double mean = -1, keep = 0.95, scale = 0.3;
  const auto z = active(p.x, p.g + 3, p.n);
  return value_and_grad(
      unroll(Recurrence{drift, surprise, Nothing{}}, std::tuple{0.0},
             std::tuple{active(mean, p.g[0]), active(keep, p.g[1]), active(scale, p.g[2])},
             std::tuple{z, passive(p.x + p.n, p.n)}, {p.n, 1, memory}));
}
