// SPDX-License-Identifier: Apache-2.0
// What every function should return: a formula for each name, at long double where that is
// trustworthy and quick, and in MPFR.
#pragma once

#include <span>

#include "real.hpp"

namespace accuracy {

/// A value and how far from the truth it may be.
struct Quick {
  long double value;
  long double slack;
};

struct Reference {
  const char* name;
  int arity;
  /// `digits` of the type under test; only nextafter asks for it.
  Real (*exact)(const Real* x, int digits);
  Quick (*quick)(const long double* x, int digits);
};

std::span<const Reference> exact_references();
std::span<const Reference> elementary_references();
std::span<const Reference> special_references();
std::span<const Reference> activation_references();

/// The reference of a name; null if there is none.
const Reference* find_reference(const char* name);

}  // namespace accuracy
