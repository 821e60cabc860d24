// SPDX-License-Identifier: Apache-2.0
// Two arrays of different fixed sizes cannot be added.
// expect: fenchel: the operands have different sizes.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> x{}, z{};
  std::array<double, 4> y{};
  (void)z, (void)y;
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::passive(x) + fenchel::passive(y))) != 0;
#else
  return fenchel::value(fenchel::sum(fenchel::passive(x) + fenchel::passive(z))) != 0;
#endif
}
