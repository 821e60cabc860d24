// SPDX-License-Identifier: Apache-2.0
// The envelope theorem as an operation: the derivative of a maximum is taken at its maximizer, so
// nothing is differentiated through the search for it.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// The array `value`, which is max over p of <theta, p> - Omega(p) along the last axis of theta, as
/// a function of theta whose gradient is the maximizer p. Higher derivatives are those of p, which
/// must therefore depend on theta in the program. Book section 11.2.
Var envelope(const Var& value, const Var& theta, const Var& p);

}  // namespace fenchel
