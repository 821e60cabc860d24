// SPDX-License-Identifier: Apache-2.0
// Every value has a segment.
// expect: fenchel: segment_sum needs a segment for each of its values.
#include <fenchel/expr.hpp>

#include <array>

int main() {
  std::array<double, 3> data{1, 2, 4};
  std::array<double, 4> room{};
  std::array<int, 3> fits{0, 1, 0};
  std::array<int, 2> differs{0, 1};
  (void)fits, (void)differs;
  const auto x = fenchel::passive(data);
#ifdef MUST_NOT_COMPILE
  return fenchel::value(fenchel::max(fenchel::segment_sum(x, differs, room))) != 5;
#else
  return fenchel::value(fenchel::max(fenchel::segment_sum(x, fits, room))) != 5;
#endif
}
