// SPDX-License-Identifier: Apache-2.0
// An array beside a matrix says whether it is a row or a column.
// expect: fenchel: row(x) and column(x) broadcast an array over a matrix.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<std::array<double, 2>, 2> data{{{1, 2}, {3, 4}}};
  std::array<double, 2> line{1, 1};
  const auto m = fenchel::passive(fenchel::matrix(data));
  const auto x = fenchel::passive(line);
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(m * x)) != 10;
#else
  return fenchel::value(fenchel::sum(m * fenchel::row(x))) != 10;
#endif
}
