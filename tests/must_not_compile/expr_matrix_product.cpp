// SPDX-License-Identifier: Apache-2.0
// The product of two matrices is summed; it is not an array.
// expect: fenchel: the product of two matrices is only summed: sum(matmul(a, b)).
#include <fenchel/expr.hpp>

#include <array>

int main() {
  const std::array<double, 4> x{1, 2, 3, 4};
  const auto a = fenchel::matrix(x.data(), 2, 2);
  const auto product = fenchel::matmul(fenchel::passive(a), fenchel::passive(a));
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::sum(fenchel::exp(product))) > 0;
#else
  return fenchel::value(fenchel::sum(product)) != 54;
#endif
}
