// SPDX-License-Identifier: Apache-2.0
// The inputs of a recurrence are arrays of the caller's, not formulas.
// expect: fenchel: the inputs of a recurrence are array leaves, an element a step.
#include <fenchel/expr.hpp>
#include <fenchel/expr/unroll.hpp>

int main() {
  const auto step = [](const auto& s, const auto&, const auto& u) {
    return std::array{0.5 * s[0] + u[0]};
  };
  const auto last = [](const auto& s, const auto&) { return s[0]; };
  std::array<double, 3> x{1, 2, 3};
  std::array<double, fenchel::unroll_workspace<1>(3, 1)> memory;
  const auto z = fenchel::passive(x);
#ifdef MUST_NOT_COMPILE
  const std::tuple inputs{fenchel::exp(z)};
#else
  const std::tuple inputs{z};
#endif
  return fenchel::value(fenchel::unroll(fenchel::Recurrence{step, fenchel::Nothing{}, last},
                                        std::tuple{0.0}, std::tuple{}, inputs, {3, 1, memory})) > 9;
}
