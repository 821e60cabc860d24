// SPDX-License-Identifier: Apache-2.0
// A number is no mask, and a mask no number.
// expect: fenchel: a truth value is no number: where(mask, a, b) chooses by a comparison.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> data{1, 0, 2};
  const auto x = fenchel::passive(data);
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum((x > 0.0) * x)) != 3;
#else
  return fenchel::value(fenchel::sum(fenchel::select(x > 0.0, x, 0.0))) != 3;
#endif
}
