// SPDX-License-Identifier: Apache-2.0
// Only a scalar has a gradient.
// expect: fenchel: value_and_grad needs a scalar expression: sum, mean or dot makes one.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> x{}, g{};
  auto e = fenchel::exp(fenchel::active(x, g));
#ifdef MUST_NOT_COMPILE
  return fenchel::value_and_grad(e) != 0;
#else
  return fenchel::value_and_grad(fenchel::sum(e)) != 3;
#endif
}
