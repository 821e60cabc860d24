// SPDX-License-Identifier: Apache-2.0
// The planner and the block interpreter beside the oracle: values, gradients and second derivatives
// of the table of operations, random programs, and the ways a result can be no computation at all.
#include <doctest/doctest.h>

#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/trace.hpp>
#include <fenchel/program/transform.hpp>

#include "cases.hpp"
#include "oracle.hpp"

using namespace fenchel;
using oracle::Values;

namespace {

Var array_of(const Shape& shape, const Values& values) {
  std::vector<std::int64_t> strides;
  for (std::int64_t stride : row_major(shape)) strides.push_back(stride * 8);
  return from_memory(values.data(), DType::float64, shape, strides);
}

Var random_array(const Shape& shape, unsigned seed) {
  return array_of(shape, oracle::random_values(shape.size(), seed));
}

Values values_of(const Var& x) {
  data_of(x);
  return oracle::leaf(x.node());
}

void check_near(const Values& a, const Values& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-11).scale(1));
}

void check_evaluation(const Vars& wanted) {
  std::vector<Values> expected;
  for (const Var& x : wanted) expected.push_back(oracle::evaluate(x));
  evaluate(wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) check_near(values_of(wanted[i]), expected[i]);
}

Program traced(const cases::Case& test) {
  Program program;
  unsigned seed = 3;
  for (const Shape& shape : test.shapes)
    program.parameters.push_back(alias(random_array(shape, seed++)));
  program.results = {test.f(program.parameters)};
  return program;
}

/// A program that grows by random operations on what it has.
class RandomProgram {
 public:
  explicit RandomProgram(unsigned seed) : engine_(seed) {
    for (const Shape& shape :
         {Shape{3, 4}, Shape{4}, Shape{3, 1}, Shape{}, Shape{12}, Shape{2, 3, 4}})
      pool_.push_back(random_array(shape, seed + 17));
  }
  void grow() { pool_.push_back(make()); }
  const Vars& pool() const { return pool_; }

 private:
  const Var& any() { return pool_[engine_() % pool_.size()]; }

  Var pair(const Var& a, const Var& b) {
    if (!broadcasts_to(a.shape(), b.shape()) && !broadcasts_to(b.shape(), a.shape()))
      return tanh(a);
    switch (engine_() % 4) {
      case 0:
        return a * b;
      case 1:
        return a - 0.5 * b;
      case 2:
        return where(a > b, a, tanh(b));
      default:
        return maximum(a, b);
    }
  }

  Var make() {
    const Var a = any();
    const std::int64_t last = a.rank() - 1;
    switch (engine_() % 9) {
      case 0:
        return a.rank() ? transpose(a) : a;
      case 1:
        return reshape(a, Shape{a.shape().size()});
      case 2:
        return a.rank() ? sum(a, {last}) * 0.1 : -a;
      case 3:
        return a.rank() ? max(a, {0}, true) : a + 1.0;
      case 4:
        return a.rank() ? slice(a, integers(Attributes(static_cast<std::size_t>(a.rank()), 0)),
                                a.shape().dims(), Attributes(static_cast<std::size_t>(a.rank()), 1))
                        : sin(a);
      case 5:
        return a.rank() == 2 ? 0.1 * matmul(transpose(a), a) : cos(a);
      default:
        return pair(a, any());
    }
  }

  std::mt19937 engine_;
  Vars pool_;
};

}  // namespace

TEST_CASE("values, gradients and second derivatives agree with the oracle") {
  for (const auto& test : cases::all()) {
    CAPTURE(test.name);
    const Program program = traced(test);
    const Var seed = random_array(program.results[0].shape(), 50);
    const Program gradient{program.parameters, pullback(program, {&seed, 1})};
    Vars directions;
    for (const Var& x : program.parameters) directions.push_back(random_array(x.shape(), 60));
    Vars wanted = {program.results[0]};
    wanted.insert(wanted.end(), gradient.results.begin(), gradient.results.end());
    for (const Var& moved : pushforward(gradient, directions))
      if (moved) wanted.push_back(moved);
    check_evaluation(wanted);
  }
}

TEST_CASE("random programs: together, one by one, and by the oracle") {
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    RandomProgram together(seed), alone(seed);
    for (int i = 0; i < 25; ++i) {
      together.grow();
      alone.grow();
      if (i % 5 == static_cast<int>(seed % 5)) evaluate({&alone.pool().back(), 1});
    }
    check_evaluation(together.pool());
    for (std::size_t i = 0; i < alone.pool().size(); ++i)
      CHECK(values_of(together.pool()[i]) == values_of(alone.pool()[i]));  // the same bits
  }
}

TEST_CASE("sizes around blocks and packets") {
  for (std::int64_t n : {0, 1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 511, 512, 513, 1025, 5000}) {
    CAPTURE(n);
    const Var x = random_array({n}, 1), a = random_array({}, 2);
    check_evaluation({sum(exp(a * x)), exp(a * x), x + a, sum(x)});
  }
}

TEST_CASE("a compiled program runs on other arguments, into tensors and into memory") {
  const Var x = parameter(DType::float64, {3}, TracedBy::jit),
            a = parameter(DType::float64, {}, TracedBy::jit);
  const Var captured = random_array({3}, 5);
  const Var shared = x * a;
  const Compiled f(Program{{x, a},
                           {shared + captured, x, reshape(x, Shape{3, 1}), shared + captured,
                            constant(2, DType::float64), captured}});
  const Var arguments[] = {array_of({3}, {1, 2, 3}), array_of({}, {10})};
  const Vars out = f(arguments);
  const Values c = values_of(captured), sums{10 + c[0], 20 + c[1], 30 + c[2]};
  CHECK(values_of(out[0]) == sums);
  CHECK(values_of(out[1]) == Values{1, 2, 3});
  CHECK(values_of(out[2]) == Values{1, 2, 3});
  CHECK(out[2].shape() == Shape{3, 1});
  CHECK(values_of(out[3]) == sums);
  CHECK(values_of(out[4]) == Values{2});
  CHECK(values_of(out[5]) == c);

  const double in_x[] = {1, 2, 3}, in_a = 10;
  double to[6][3];
  const void* in[] = {in_x, &in_a};
  void* results[] = {to[0], to[1], to[2], to[3], to[4], to[5]};
  f.run(in, results);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(to[0][i] == sums[i]);
    CHECK(to[1][i] == in_x[i]);
    CHECK(to[2][i] == in_x[i]);
    CHECK(to[3][i] == sums[i]);
    CHECK(to[5][i] == c[i]);
  }
  CHECK(to[4][0] == 2);
}

TEST_CASE("a placeholder has no value") {
  const Var x = parameter(DType::float64, {3}, TracedBy::jit);
  const Var y = exp(x);
  CHECK_THROWS_AS(evaluate({&y, 1}), TracedValueError);
  CHECK_THROWS_AS(Compiled(Program{{}, {y}}), TracedValueError);
}

TEST_CASE("structure is the key of the plan cache, data is not") {
  clear_cache();
  const Var a = random_array({4}, 1), b = random_array({4}, 2);
  const auto misses_of = [](const Var& x) {
    const auto before = cache_info().misses;
    evaluate({&x, 1});
    return cache_info().misses - before;
  };
  CHECK(misses_of(a * b) == 1);
  CHECK(misses_of(b * a) == 0);
  CHECK(misses_of(a * a) == 1);
  CHECK(misses_of(a * scalar(2, DType::float64)) == 1);
  CHECK(misses_of(b * scalar(3, DType::float64)) == 0);
  CHECK(misses_of(a * constant(2, DType::float64)) == 1);
  CHECK(misses_of(a * constant(3, DType::float64)) == 1);
  const std::int64_t one[] = {1}, two[] = {2};
  const auto part = [&](std::int64_t from) {
    return slice(a, integers({&from, 1}), two, one) * 2.0;
  };
  CHECK(misses_of(part(0)) == 1);
  CHECK(misses_of(part(2)) == 0);
}

TEST_CASE("an error while running leaves the operands usable") {
  const Var x = random_array({4}, 1), index = integers(std::vector<std::int64_t>{9});
  const Var y = gather(x, index) * 2.0;
  CHECK_THROWS_AS(evaluate({&y, 1}), IndexError);
  CHECK_THROWS_AS(evaluate({&y, 1}), IndexError);
  check_evaluation({x * 2.0});
}

TEST_CASE("long chains are planned, run and freed") {
  Var x = array_of({}, {0.5});
  for (int i = 0; i < 200000; ++i) x = sin(x) + 0.001;
  CHECK(item(x) > 0);
  Var v = random_array({64}, 1);
  for (int i = 0; i < 20000; ++i) v = sin(v) + 0.001;
  CHECK(values_of(v).size() == 64);
}
