// SPDX-License-Identifier: Apache-2.0
// Jacobians of many elements by hand: derivatives on paper, an element in each lane.
#include "small_functions.hpp"
#include "small_functions_vector.hpp"

namespace {

struct V3 {
  V x, y, z;
};
V dot(const V3& a, const V3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
V3 cross(const V3& a, const V3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// One packet of observations. With R the rotation by r and d = point - center, the derivative of a
/// residual g . R d is h = g R by the point, -h by the center, and by r (Gallego and Yezzi 2015)
/// ((q . r) r + (R q - q) x r) / |r|^2 with q = d x h.
void observe(const Problem& p, std::size_t e, std::size_t count) {
  const auto in = [&](std::size_t i) { return load(p.x + i * p.n + e, count); };
  const auto out = [&](std::size_t k, V v) { store(p.g + k * p.n + e, v, count); };
  const V3 r{in(0), in(1), in(2)}, d{in(11) - in(3), in(12) - in(4), in(13) - in(5)};
  const V theta2 = dot(r, r), theta = root(theta2), c = cos(theta), s = sin(theta);
  const V inverse = 1.0 / theta, inverse2 = inverse * inverse;
  const V3 w{r.x * inverse, r.y * inverse, r.z * inverse}, ws{w.x * s, w.y * s, w.z * s};
  const V k = 1.0 - c;
  const V3 wk{w.x * k, w.y * k, w.z * k};
  const V3 R0{c + w.x * wk.x, w.x * wk.y - ws.z, w.x * wk.z + ws.y};
  const V3 R1{w.y * wk.x + ws.z, c + w.y * wk.y, w.y * wk.z - ws.x};
  const V3 R2{w.z * wk.x - ws.y, w.z * wk.y + ws.x, c + w.z * wk.z};

  const V depth = 1.0 / dot(R2, d), u = dot(R0, d) * depth, v = dot(R1, d) * depth;
  const V f = in(6), k1 = in(9), k2 = in(10), weight = in(14), wf = weight * f;
  const V r2 = u * u + v * v, l = 1.0 + r2 * (k1 + k2 * r2);
  const V slope = 2.0 * (k1 + 2.0 * k2 * r2), uv = u * v * slope;
  const V ex = u * l * f + in(7) - in(15), ey = v * l * f + in(8) - in(16);
  out(0, weight * ex);
  out(1, weight * ey);

  const V gu[2] = {wf * (l + u * u * slope) * depth, wf * uv * depth};
  const V gv[2] = {gu[1], wf * (l + v * v * slope) * depth};
  const V along[2] = {u, v}, error[2] = {ex, ey};
  for (std::size_t m = 0; m < 2; ++m) {
    const V gz = -(gu[m] * u + gv[m] * v);
    const V3 h{gu[m] * R0.x + gv[m] * R1.x + gz * R2.x, gu[m] * R0.y + gv[m] * R1.y + gz * R2.y,
               gu[m] * R0.z + gv[m] * R1.z + gz * R2.z};
    const V3 q = cross(d, h), t = cross({dot(R0, q) - q.x, dot(R1, q) - q.y, dot(R2, q) - q.z}, r);
    const V qr = dot(q, r);
    const std::size_t row = 2 + 15 * m;
    out(row + 0, (qr * r.x + t.x) * inverse2);
    out(row + 1, (qr * r.y + t.y) * inverse2);
    out(row + 2, (qr * r.z + t.z) * inverse2);
    out(row + 3, -h.x);
    out(row + 4, -h.y);
    out(row + 5, -h.z);
    out(row + 6, weight * along[m] * l);
    out(row + 7, m == 0 ? weight : V{});
    out(row + 8, m == 1 ? weight : V{});
    out(row + 9, wf * along[m] * r2);
    out(row + 10, wf * along[m] * (r2 * r2));
    out(row + 11, h.x);
    out(row + 12, h.y);
    out(row + 13, h.z);
    out(row + 14, error[m]);
  }
}

/// One packet of options; spot * density(d1) = discounted strike * density(d2) saves an exp.
void price(const Problem& p, std::size_t e, std::size_t count) {
  const auto in = [&](std::size_t i) { return load(p.x + i * p.n + e, count); };
  const auto out = [&](std::size_t k, V v) { store(p.g + k * p.n + e, v, count); };
  const V spot = in(0), strike = in(1), time = in(2), rate = in(3), sigma = in(4);
  const V after = root(time), spread = sigma * after;
  const V d1 = (log(spot / strike) + rate * time) / spread + 0.5 * spread, d2 = d1 - spread;
  const V n1 = 0.5 + 0.5 * erf(0.70710678118654752 * d1);
  const V n2 = 0.5 + 0.5 * erf(0.70710678118654752 * d2);
  const V discount = exp(-(rate * time)), paid = strike * discount * n2;
  const V peak = spot * 0.39894228040143268 * exp(-0.5 * d1 * d1);
  out(0, spot * n1 - paid);
  out(1, n1);
  out(2, -discount * n2);
  out(3, 0.5 * peak * sigma / after + rate * paid);
  out(4, time * paid);
  out(5, peak * after);
}

template <class F>
double over(Problem& p, const F& f) {
  for (std::size_t e = 0; e < p.n; e += W) f(p, e, p.n - e);
  return p.g[0];
}

}  // namespace

double hand::bundle_adjustment(Problem& p) { return over(p, observe); }
double hand::black_scholes(Problem& p) { return over(p, price); }
