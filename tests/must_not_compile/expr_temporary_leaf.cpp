// SPDX-License-Identifier: Apache-2.0
// A leaf is a view: it cannot look at a temporary.
// expect: fenchel: a leaf is a view: give the temporary a name first.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> x{1, 2, 3};
  (void)x;
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::passive(std::array<double, 3>{1, 2, 3}))) != 6;
#else
  return fenchel::value(fenchel::sum(fenchel::passive(x))) != 6;
#endif
}
