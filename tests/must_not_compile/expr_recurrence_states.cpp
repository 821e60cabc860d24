// SPDX-License-Identifier: Apache-2.0
// A step gives the next state, all of it.
// expect: fenchel: a step of a recurrence returns as many numbers as there are states.
#include <fenchel/expr.hpp>
#include <fenchel/expr/unroll.hpp>

int main() {
  const auto step = [](const auto& s, const auto&, const auto& u) {
    return std::array{0.5 * s[0] + u[0]};
  };
  const auto last = [](const auto& s, const auto&) { return s[0]; };
  std::array<double, 3> x{1, 2, 3};
  std::array<double, fenchel::unroll_workspace<2>(3, 1)> memory;
#ifdef MUST_NOT_COMPILE
  const std::tuple start{0.0, 1.0};
#else
  const std::tuple start{0.0};
#endif
  return fenchel::value(fenchel::unroll(fenchel::Recurrence{step, fenchel::Nothing{}, last}, start,
                                        std::tuple{}, std::tuple{fenchel::passive(x)},
                                        {3, 1, memory})) > 9;
}
