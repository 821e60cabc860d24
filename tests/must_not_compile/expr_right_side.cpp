// SPDX-License-Identifier: Apache-2.0
// A right side fits its matrix.
// expect: fenchel: a right side has as many elements as the matrix has rows.
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>

int main() {
  std::array<double, 4> l{2, 0, 0, 1};
#ifdef MUST_NOT_COMPILE
  std::array<double, 3> b{2, 1};
#else
  std::array<double, 2> b{2, 1};
#endif
  const auto x = fenchel::solve_triangular(fenchel::passive(l), fenchel::passive(b));
  return fenchel::value(fenchel::sum(x)) != 2;
}
