// SPDX-License-Identifier: Apache-2.0
// What a primitive says about itself: the source of its docstring, its table row and its tests.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/base/constants.hpp>
#include <initializer_list>

namespace fenchel {

/// How the types of the inputs and of the output hang together.
enum class Signature : unsigned char {
  arithmetic,  ///< T, ..., T -> T
  comparison,  ///< T, T -> bool
  selection,   ///< bool, T, T -> T
  logical,     ///< bool, ..., bool -> bool
};

/// A closed interval from which tests and benchmarks draw points.
struct Interval {
  double low = -4;
  double high = 4;
};

/// Up to twelve points at which a function is special; constexpr, hence no vector.
struct Points {
  double at[12] = {};
  int count = 0;
  constexpr Points(std::initializer_list<double> points) {
    for (double point : points) at[count++] = point;
  }
  constexpr const double* begin() const { return at; }
  constexpr const double* end() const { return at + count; }
};

/// A line of Python and what it prints; executed by the tests.
struct Example {
  const char* code = "";
  const char* shows = "";
};

struct Facts {
  const char* name;
  const char* summary;                 ///< one sentence
  const char* formula;                 ///< LaTeX
  const char* source;                  ///< DLMF number, paper or book section
  const char* domain = "all numbers";  ///< outside of it the value is NaN
  Interval probe = {};                 ///< of every input, unless `probe_second` says otherwise
  Interval probe_second = {nan, nan};
  Points special = {-inf, -1, -0.0, 0.0, 1, inf, nan};
  double max_ulp = 0.5;      ///< with FMA; enforced by the sweep and by tests/accuracy
  double max_ulp_plain = 0;  ///< without FMA, where that differs
  /// Where the value crosses 0 by cancellation: errors at the inputs x are counted in units of the
  /// larger of |value| and this. Null: of the value alone.
  double (*scale)(const double* x) = nullptr;
  const char* kinks = "none";  ///< where it is not differentiable, and the value chosen there
  Example example = {};
  Signature signature = Signature::arithmetic;
  bool integers = false;  ///< defined for int64 too
  unsigned active = ~0u;  ///< bit i: there is a derivative with respect to input i
  bool singular = false;  ///< a partial may be infinite: a zero cotangent then wins over it
  bool chooses = false;   ///< some elements of an input do not count: their cotangent is zero

  constexpr Interval probe_of(int input) const {
    return input > 0 && probe_second.low == probe_second.low ? probe_second : probe;
  }
  constexpr double bound(bool fma) const {
    return fma || max_ulp_plain == 0 ? max_ulp : max_ulp_plain;
  }
};

}  // namespace fenchel
