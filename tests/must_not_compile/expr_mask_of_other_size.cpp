// SPDX-License-Identifier: Apache-2.0
// A mask has the size of what it chooses from.
// expect: fenchel: the operands have different sizes.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> x{1, 2, 4};
  std::array<bool, 3> fits{true, false, true};
  std::array<bool, 4> differs{};
  (void)fits, (void)differs;
#ifdef MUST_NOT_COMPILE
  const auto mask = fenchel::passive(differs);
#else
  const auto mask = fenchel::passive(fits);
#endif
  return fenchel::value(fenchel::sum(fenchel::select(mask, fenchel::passive(x), 0.0))) != 5;
}
