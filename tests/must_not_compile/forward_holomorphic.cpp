// SPDX-License-Identifier: Apache-2.0
// The absolute value has no complex derivative, so it has no value at complex numbers.
// expect: fenchel: a function that is not holomorphic has no value at complex numbers.
#include <fenchel/forward.hpp>
#include <fenchel/forward/complex.hpp>

int main() {
#ifdef MUST_NOT_COMPILE
  const auto f = [](const auto& z) { return fenchel::abs(z); };
#else
  const auto f = [](const auto& z) { return fenchel::exp(z); };
#endif
  return fenchel::complex_step(f, 0.0) != 1;
}
