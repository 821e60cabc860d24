// SPDX-License-Identifier: Apache-2.0
// Under -ffast-math, which GCC and clang announce by a macro, a unit is told so once.
// expect: fenchel: -ffast-math takes NaN and accuracy from formulas inlined here
#ifdef MUST_NOT_COMPILE
#define __FAST_MATH__ 1
#endif
#include <fenchel/expr.hpp>
#include <fenchel/forward.hpp>

int main() { return fenchel::exp(0.0) != 1; }
