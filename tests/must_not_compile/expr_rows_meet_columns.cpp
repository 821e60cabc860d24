// SPDX-License-Identifier: Apache-2.0
// The sums of rows are not computed anew for every column.
// expect: fenchel: reductions of rows meet rows, reductions of columns meet columns.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<std::array<double, 2>, 2> data{{{1, 2}, {3, 4}}};
  const auto m = fenchel::passive(fenchel::matrix(data));
  const auto e = m - fenchel::column(fenchel::sum(fenchel::rowwise(m)));
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::sum(fenchel::colwise(e)))) != -10;
#else
  return fenchel::value(fenchel::sum(fenchel::sum(fenchel::rowwise(e)))) != -10;
#endif
}
