// SPDX-License-Identifier: Apache-2.0
// What is gathered lies in memory.
// expect: fenchel: gather takes from an array leaf: f(gather(x, i)) is gather(f(x), i).
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> data{0, 1, 2};
  std::array<int, 2> i{0, 0};
  const auto x = fenchel::passive(data);
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::gather(fenchel::exp(x), i))) != 2;
#else
  return fenchel::value(fenchel::sum(fenchel::exp(fenchel::gather(x, i)))) != 2;
#endif
}
