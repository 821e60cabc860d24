// SPDX-License-Identifier: Apache-2.0
// Digamma in long double, and polygamma from Hurwitz's zeta function by Euler's and Maclaurin's sum
// at either precision.
#pragma once

#include "reference.hpp"

namespace accuracy {

/// With its slack: near a zero large terms cancel.
Quick quick_digamma(long double x);

Real polygamma(const Real& n, const Real& x);
Quick polygamma(long double n, long double x);

}  // namespace accuracy
