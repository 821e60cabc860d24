// SPDX-License-Identifier: Apache-2.0
// Only square matrices of fixed size have factors.
// expect: fenchel: a matrix here has a fixed size and is square, at most 16 by 16.
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>

int main() {
  std::array<double, 4> a{4, 0, 0, 1};
#ifdef MUST_NOT_COMPILE
  const auto matrix = fenchel::passive(std::span<double>(a));
#else
  const auto matrix = fenchel::passive(a);
#endif
  return fenchel::value(fenchel::sum(fenchel::cholesky(matrix))) != 3;
}
