// SPDX-License-Identifier: Apache-2.0
// The one temperature of the chapter: how far from a kink its smoothing reaches.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// A positive number that everything soft is measured in: max_gamma(theta) = gamma
/// max(theta/gamma). It may be traced and differentiated. Fails if it is known not to be positive.
class Scale {
 public:
  Scale(double value) : Scale(Var(value)) {}  // NOLINT: numbers lift implicitly
  Scale(const Var& value);                    // NOLINT

  /// x in units of the scale, in the type of x.
  Var divide(const Var& x) const;
  /// The inverse of `divide`.
  Var multiply(const Var& x) const;
  /// The number itself, in the type of x.
  Var in_type_of(const Var& x) const;

 private:
  Var value_;
};

}  // namespace fenchel
