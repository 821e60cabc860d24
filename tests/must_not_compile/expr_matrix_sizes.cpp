// SPDX-License-Identifier: Apache-2.0
// Two matrices of different fixed sizes cannot be added.
// expect: fenchel: the operands have different numbers of rows or columns.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<std::array<double, 3>, 2> data{{{1, 2, 3}, {4, 5, 6}}};
  const auto m = fenchel::passive(fenchel::matrix(data));
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(m + fenchel::transpose(m))) != 42;
#else
  return fenchel::value(fenchel::sum(m + m)) != 42;
#endif
}
