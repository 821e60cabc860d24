// SPDX-License-Identifier: Apache-2.0
// Makes a row of a reference table from one generic formula.
#pragma once

#include <type_traits>

#include "reference.hpp"

namespace accuracy {

/// The relative error of a long double formula is at most 2^-slack_bits; the harness compares a
/// sample of the points with MPFR and fails where that is not so.
template <int slack_bits>
Quick with_slack(long double y) {
  constexpr long double slack = slack_bits >= 64 ? 0 : 1.0L / (1ull << (slack_bits % 64));
  return {y, std::isfinite(y) ? std::fabs(y) * slack : 0};
}
template <int slack_bits>
Quick with_slack(Quick y) {
  return y;
}

/// `F` takes arity arguments, long double or Real; a formula of long double may return a Quick.
template <class F, int slack_bits, class R>
auto evaluated(const R* x) {
  if constexpr (std::is_invocable_v<F, R>) return F{}(x[0]);
  else return F{}(x[0], x[1]);
}

/// 60 bits are sixteen units in the last place of x87's long double; 64 say that it is exact.
template <int slack_bits = 60, class F>
constexpr Reference reference(const char* name, F) {
  return {name, std::is_invocable_v<F, Real> ? 1 : 2,
          [](const Real* x, int) -> Real { return evaluated<F, slack_bits>(x); },
          [](const long double* x, int) -> Quick {
            return with_slack<slack_bits>(evaluated<F, slack_bits>(x));
          }};
}

}  // namespace accuracy
