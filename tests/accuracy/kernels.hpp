// SPDX-License-Identifier: Apache-2.0
// The functions under test, compiled once for each instruction set: plain pointers and facts, so
// that one program compares all sets with one reference.
#pragma once

#include <cstddef>
#include <fenchel/primitive/facts.hpp>
#include <type_traits>

namespace accuracy {

/// Evaluates a function of x[0][i], x[1][i] at n points.
template <class T>
using Run = void (*)(const T* const* x, T* y, std::size_t n);

/// One primitive in one instruction set; folded from the list of primitives.
struct Kernel {
  const fenchel::Facts* facts;
  int arity;
  double bound;
  Run<double> run_float64;
  Run<float> run_float32;

  template <class T>
  Run<T> run() const {
    if constexpr (std::is_same_v<T, float>) return run_float32;
    else return run_float64;
  }
};

struct Set {
  const char* name;
  bool fma;
  const Kernel* kernels;
  int count;
  /// error[i] = |got[i] - want[i]| in units in the last place of float32, for a multiple of 16
  /// points; returns the largest.
  double (*measure)(const float* got, const double* want, double* error, std::size_t n);
};

}  // namespace accuracy
