// SPDX-License-Identifier: Apache-2.0
// A pendulum on a cart is kept upright. In each period the model is linearized where the system is,
// a linear-quadratic gain is improved by one step of the Riccati recursion, and the force is
// applied. Nothing allocates, nothing throws; the program is built without exceptions.
#include <fenchel/forward.hpp>

#include <cmath>
#include <cstdio>

namespace {

constexpr std::size_t states = 4;
using State = std::array<double, states>;
using Matrix = std::array<State, states>;

// Position, angle from upright, and their velocities; the force. One period of 10 ms.
constexpr auto step = [](const auto& x) {
  constexpr double dt = 0.01, cart = 1.0, bob = 0.2, length = 0.5, gravity = 9.81;
  const auto &angle = x[1], &speed = x[2], &spin = x[3], &force = x[4];
  const auto s = fenchel::sin(angle), c = fenchel::cos(angle);
  const auto pull = (force + bob * s * (length * spin * spin - gravity * c)) / (cart + bob * s * s);
  const auto turn = (gravity * s - c * pull) / length;
  return std::array{x[0] + dt * speed, angle + dt * spin, speed + dt * pull, spin + dt * turn};
};
static_assert(fenchel::is_straight_line<decltype(step), states + 1>);

// One Riccati step for the cost |x|^2 + 0.1 force^2; the gain is returned, P is updated.
State improve(Matrix& P, const fenchel::Linearized<double, states, states + 1>& at) {
  const auto& J = at.jacobian;
  Matrix PA{};
  State PB{}, gain{};
  for (std::size_t i = 0; i < states; ++i)
    for (std::size_t k = 0; k < states; ++k) {
      for (std::size_t j = 0; j < states; ++j) PA[i][j] += P[i][k] * J[k][j];
      PB[i] += P[i][k] * J[k][states];
    }
  double weight = 0.1;
  for (std::size_t k = 0; k < states; ++k) weight += J[k][states] * PB[k];
  for (std::size_t j = 0; j < states; ++j) {
    for (std::size_t k = 0; k < states; ++k) gain[j] += J[k][states] * PA[k][j] / weight;
  }
  for (std::size_t i = 0; i < states; ++i)
    for (std::size_t j = 0; j <= i; ++j) {  // P stays symmetric, or rounding grows
      double sum = (i == j) - weight * gain[i] * gain[j];
      for (std::size_t k = 0; k < states; ++k) sum += J[k][i] * PA[k][j];
      P[i][j] = P[j][i] = sum;
    }
  return gain;
}

}  // namespace

int main() {
  std::array<double, states + 1> x{0.0, 0.3, 0.0, 0.0, 0.0};
  Matrix P{};
  for (std::size_t i = 0; i < states; ++i) P[i][i] = 1;
  fenchel::Linearized<double, states, states + 1> at;
  for (int warm_up = 0; warm_up < 500; ++warm_up) {
    fenchel::linearize_into(at, step, x);
    improve(P, at);
  }
  for (int period = 0; period < 1000; ++period) {
    fenchel::linearize_into(at, step, x);
    const State gain = improve(P, at);
    x[states] = 0;
    for (std::size_t j = 0; j < states; ++j) x[states] -= gain[j] * x[j];
    const State next = step(x);
    for (std::size_t j = 0; j < states; ++j) x[j] = next[j];
    if (period % 200 == 0)
      std::printf("t = %4.1f s: angle %9.6f, position %9.6f\n", period * 0.01, x[1], x[0]);
  }
  return std::abs(x[1]) < 1e-3 && std::abs(x[0]) < 1e-2 ? 0 : 1;
}
