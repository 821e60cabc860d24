// SPDX-License-Identifier: Apache-2.0
// A program compiled and linked with -ffast-math: what the runtime computes for it has the bits it
// always has, and the program keeps the arithmetic it asked for.
#include <doctest/doctest.h>

#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/operation.hpp>

#include "plain.hpp"

#if !defined(__FAST_MATH__)
#error "this unit is to be compiled with -ffast-math"
#endif

using namespace fenchel;

namespace {

std::vector<std::uint64_t> computed(const std::string& name) {
  const auto n = static_cast<std::int64_t>(plain::points().size());
  const Var x = from_memory(plain::points().data(), DType::float64, {n}, {{8}});
  const Var inputs[] = {x};
  const Var y = emit(find_operation(name.c_str()), Inputs(inputs, 1));
  evaluate(std::span(&y, 1));
  return plain::canonical(data_of(y));
}

}  // namespace

TEST_CASE("the runtime keeps its bits in a program of -ffast-math") {
  CHECK(plain::flushes_to_zero());
  for (const plain::Row& row : plain::expected()) {
    CAPTURE(row.name);
    CHECK((computed(row.name) == row.results));
  }
  CHECK(plain::flushes_to_zero());
}
