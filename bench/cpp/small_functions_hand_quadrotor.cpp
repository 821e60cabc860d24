// SPDX-License-Identifier: Apache-2.0
// The Jacobian of a step of a quadrotor by hand: sines and cosines of the three angles in one
// vector call, the few elements that are not constant one by one.
#include "small_functions.hpp"
#include "small_functions_vector.hpp"

#include <cstring>

namespace {

constexpr double dt = 0.01, mass = 1.2, gravity = 9.81, arm = 0.2, drag = 0.02;
constexpr double jx = 0.012, jy = 0.013, jz = 0.022;

struct Trig {
  double s[3], c[3];
};
Trig trig(const double* angles) {
  Trig result;
  for (std::size_t first = 0; first < 3; first += W) {
    const std::size_t count = 3 - first;
    const V x = load(angles + first, count);
    store(result.s + first, sin(x), count);
    store(result.c + first, cos(x), count);
  }
  return result;
}

void fly(double* x, double* next, double (*J)[16]) {
  const Trig t = trig(x + 6);
  const double sr = t.s[0], cr = t.c[0], sp = t.s[1], cp = t.c[1], sy = t.s[2], cy = t.c[2];
  const double p = x[9], q = x[10], r = x[11];
  const double lift = (x[12] + x[13] + x[14] + x[15]) / mass, dl = dt * lift;
  const double turn = q * sr + r * cr, cross = q * cr - r * sr, inverse = 1 / cp, tp = sp * inverse;
  const double ax = cr * sp * cy + sr * sy, ay = cr * sp * sy - sr * cy, az = cr * cp;

  for (int i = 0; i < 3; ++i) next[i] = x[i] + dt * x[3 + i];
  next[3] = x[3] + dl * ax;
  next[4] = x[4] + dl * ay;
  next[5] = x[5] + dl * az - dt * gravity;
  next[6] = x[6] + dt * (p + turn * tp);
  next[7] = x[7] + dt * cross;
  next[8] = x[8] + dt * turn * inverse;
  next[9] = p + dt * ((jy - jz) / jx * (q * r) + arm / jx * (x[13] - x[15]));
  next[10] = q + dt * ((jz - jx) / jy * (p * r) + arm / jy * (x[14] - x[12]));
  next[11] = r + dt * ((jx - jy) / jz * (p * q) + drag / jz * (x[12] - x[13] + x[14] - x[15]));

  std::memset(J, 0, 12 * sizeof *J);
  for (int i = 0; i < 12; ++i) J[i][i] = 1;
  for (int i = 0; i < 3; ++i) J[i][3 + i] = dt;
  J[3][6] = dl * (cr * sy - sr * sp * cy), J[3][7] = dl * (cr * cp * cy), J[3][8] = -dl * ay;
  J[4][6] = dl * (-sr * sp * sy - cr * cy), J[4][7] = dl * (cr * cp * sy), J[4][8] = dl * ax;
  J[5][6] = -dl * sr * cp, J[5][7] = -dl * cr * sp;
  const double push = dt / mass;
  for (int i = 12; i < 16; ++i) J[3][i] = push * ax, J[4][i] = push * ay, J[5][i] = push * az;
  const double di = dt * inverse;
  J[6][6] = 1 + dt * cross * tp, J[6][7] = di * inverse * turn;
  J[6][9] = dt, J[6][10] = dt * sr * tp, J[6][11] = dt * cr * tp;
  J[7][6] = -dt * turn, J[7][10] = dt * cr, J[7][11] = -dt * sr;
  J[8][6] = di * cross, J[8][7] = di * turn * tp, J[8][10] = di * sr, J[8][11] = di * cr;
  constexpr double kx = dt * (jy - jz) / jx, ky = dt * (jz - jx) / jy, kz = dt * (jx - jy) / jz;
  J[9][10] = kx * r, J[9][11] = kx * q, J[9][13] = dt * arm / jx, J[9][15] = -dt * arm / jx;
  J[10][9] = ky * r, J[10][11] = ky * p, J[10][14] = dt * arm / jy, J[10][12] = -dt * arm / jy;
  J[11][9] = kz * q, J[11][10] = kz * p;
  for (int i = 12; i < 16; ++i) J[11][i] = (i % 2 ? -1 : 1) * (dt * drag / jz);
}

}  // namespace

double hand::quadrotor(Problem& p) {
  double x[16];
  std::memcpy(x, p.x, sizeof x);
  for (std::size_t step = 0; step < p.n; ++step) {
    fly(x, p.g, reinterpret_cast<double (*)[16]>(p.g + 12));
    std::memcpy(x, p.g, 12 * sizeof *x);
  }
  return p.g[0];
}
