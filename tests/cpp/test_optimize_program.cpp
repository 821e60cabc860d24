// SPDX-License-Identifier: Apache-2.0
// Programs as objectives.
#include <doctest/doctest.h>

#include <fenchel/optimize/minimize.hpp>
#include <fenchel/optimize/program_objective.hpp>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <string>

using namespace fenchel;

namespace {

Var input(const Shape& shape, DType dtype = DType::float64) {
  return parameter(dtype, shape, TracedBy::jit);
}

/// sum (a - 1)^2 + (b - 2)^2.
Program bowl(DType dtype) {
  const Var a = input({2, 3}, dtype), b = input({});
  return {{a, b}, {sum(square(a - 1.0), {}, false) + square(b - 2.0)}};
}

template <class E>
std::string message_of(const Program& program) {
  try {
    value_and_gradient(program);
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a program is minimized over the flat vector of its parameters") {
  ProgramObjective f(bowl(DType::float64));
  CHECK(f.size() == 7);
  const Result r = minimize(std::ref(f), std::vector<double>(7, 0.0), Lbfgs{}, {.tol = 1e-12});
  CHECK(r.success);
  for (std::size_t i = 0; i < 6; ++i) CHECK(r.x[i] == doctest::Approx(1));
  CHECK(r.x[6] == doctest::Approx(2));
  std::vector<double> jac(7);
  CHECK(f(std::vector<double>{1, 1, 1, 1, 1, 3, 5}, jac) == 13);
  CHECK(jac == std::vector<double>{0, 0, 0, 0, 0, 4, 6});
}

TEST_CASE("flat vectors and arrays are the same numbers") {
  for (const DType dtype : {DType::float64, DType::float32}) {
    const ProgramObjective f(bowl(dtype));
    const std::vector<double> x = {1, 2, 3, 4, 5, 6, -1};
    const Vars arrays = f.unflatten(x);
    CHECK(arrays[0].shape() == Shape{2, 3});
    CHECK(arrays[0].dtype() == dtype);
    CHECK(item(arrays[1]) == -1);
    CHECK(f.flatten(arrays) == x);
  }
}

TEST_CASE("single precision is minimized to its own accuracy") {
  ProgramObjective f(bowl(DType::float32));
  const MinimizeOptions options{.tol = 1e-4, .rounding = f.rounding()};
  const Result r = minimize(std::ref(f), std::vector<double>(7, 0.3), Lbfgs{}, options);
  CHECK(r.success);
  CHECK(r.x[0] == doctest::Approx(1).epsilon(1e-4));
}

TEST_CASE("programs that cannot be minimized are refused") {
  const Var x = input({3}), n = input({}, DType::int64);
  CHECK(message_of<ShapeError>({{x}, {x}}).find("array of shape (3,)") != std::string::npos);
  CHECK(message_of<ShapeError>({{x}, {}}).find("0 results") != std::string::npos);
  CHECK(message_of<TypeError>({{n}, {sum(x, {}, false)}}).find("int64") != std::string::npos);
  CHECK(message_of<TypeError>({{n}, {n}}).find("int64") != std::string::npos);
}
