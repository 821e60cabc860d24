// SPDX-License-Identifier: Apache-2.0
// The gradient of an active leaf is written.
// expect: fenchel: the gradient of an active leaf must not be const.
#include <fenchel/expr.hpp>

#include <array>

int main() {
#ifdef MUST_NOT_COMPILE
  const std::array<double, 3> x{1, 2, 3}, g{};
#else
  const std::array<double, 3> x{1, 2, 3};
  std::array<double, 3> g{};
#endif
  return fenchel::value_and_grad(fenchel::sum(fenchel::active(x, g))) != 6;
}
