// SPDX-License-Identifier: Apache-2.0
// The n-th allocation fails, for every n of a few programs: the error is std::bad_alloc, nothing
// leaks, and everything works afterwards.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/transform.hpp>
#include <new>

namespace {

/// Allocations until one fails; below zero none does.
thread_local long left = -1;

bool fails() { return left >= 0 && left-- == 0; }

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t bytes) {
  if (fails()) throw std::bad_alloc();
  if (void* block = std::malloc(bytes ? bytes : 1)) return block;
  throw std::bad_alloc();
}
/// What buffers come from.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
  void* block = nullptr;
  return fails() || posix_memalign(&block, alignment, bytes) ? nullptr : block;
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }

using namespace fenchel;

namespace {

/// The pool asks for memory when it has none: so it must have none.
struct Failing {
  explicit Failing(long n) {
    trim_buffers();
    left = n;
  }
  ~Failing() { left = -1; }
};

Var ramp(const Shape& shape) {
  std::vector<double> values(static_cast<std::size_t>(shape.size()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.01 * static_cast<double>(i) - 0.5;
  std::vector<std::int64_t> strides;
  for (std::int64_t stride : row_major(shape)) strides.push_back(stride * 8);
  return from_memory(values.data(), DType::float64, shape, strides);
}

Vars elementwise(const Vars& x) {
  return {sum(tanh(x[0]) * exp(x[0]), {}, false), sin(x[0]) + 1.0};
}

Vars products(const Vars& x) { return {matmul(x[1], transpose(x[1])), sum(exp(x[1]), {1}, false)}; }

Vars rows(const Vars& x) {
  const Var e = exp(x[1] - max(x[1], {1}, true));
  return {e / sum(e, {1}, true)};
}

Vars gradient(const Vars& x) {
  const Var p = alias(x[0]);
  const Program program{{p}, {sum(log1p(exp(-p)) * p, {}, false)}};
  const Var seed[] = {Var(1.0)};
  return pullback(program, seed);
}

Vars joined(const Vars& x) {
  const Var parts[] = {x[0], sin(x[0]), x[0] * x[0]};
  return {concatenate(parts, 0)};
}

using Build = Vars (*)(const Vars& x);
const Build builds[] = {elementwise, products, rows, gradient, joined};

std::vector<double> numbers(const Vars& results) {
  evaluate(results);
  std::vector<double> out;
  for (const Var& y : results) {
    const auto* data = static_cast<const double*>(data_of(y));
    out.insert(out.end(), data, data + y.shape().size());
  }
  return out;
}

/// How many allocations failed before everything went well.
long fail_each(Build build, const Vars& x, const std::vector<double>& expected) {
  for (long n = 0;; ++n) {
    const std::int64_t nodes = live_nodes();
    bool failed = false;
    try {
      clear_cache();
      const Failing failing(n);
      evaluate(build(x));
      failed = left < 0;
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    CHECK(live_nodes() == nodes);
    CHECK(numbers(build(x)) == expected);
    if (!failed) return n;
  }
}

}  // namespace

TEST_CASE("every allocation may fail") {
  const Vars x = {ramp({60}), ramp({12, 7})};
  for (const Build build : builds) {
    const auto expected = numbers(build(x));
    CHECK(fail_each(build, x, expected) > 10);
  }
}

TEST_CASE("a plan that is run into given memory, too") {
  const Var x = parameter(DType::float64, {1000}, TracedBy::jit);
  const Compiled compiled({{x}, {sum(tanh(x), {}, false)}});
  const std::vector<double> in(1000, 0.5);
  double out = 0;
  const void* arguments[] = {in.data()};
  void* results[] = {&out};
  compiled.run(arguments, results);
  const double expected = out;
  for (long n = 0; n < 20; ++n) {
    try {
      const Failing failing(n);
      compiled.run(arguments, results);
    } catch (const std::bad_alloc&) {
    }
    compiled.run(arguments, results);
    CHECK(out == expected);
  }
}
