// SPDX-License-Identifier: Apache-2.0
// A function with several results has a Jacobian, not a gradient.
// expect: fenchel: gradient needs a function that returns a number.
#include <fenchel/forward.hpp>

int main() {
  const auto f = [](const auto& x) { return std::array{x[0] * x[1], x[0] + x[1]}; };
  const std::array<double, 2> x{1, 2};
#ifdef MUST_NOT_COMPILE
  return fenchel::gradient(f, x)[0] != 2;
#else
  return fenchel::jacobian(f, x)[0][0] != 2;
#endif
}
