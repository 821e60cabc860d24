// SPDX-License-Identifier: Apache-2.0
// One expression is computed in one type.
// expect: fenchel: an expression mixes float and double.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> x{};
  std::array<float, 3> y{};
  (void)y;
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::passive(x) + fenchel::passive(y))) != 0;
#else
  return fenchel::value(fenchel::sum(fenchel::passive(x) + 1.0f)) != 3;
#endif
}
