// SPDX-License-Identifier: Apache-2.0
// Derivatives of functions of fixed size allocate nothing and do not throw.
#include "functions.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <vector>

namespace {
long allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace fenchel;
using functions::hidden;

namespace {

template <class F>
long allocations_of(const F& f) {
  const long before = allocations;
  f();
  return allocations - before;
}

template <class F, std::size_t N>
void all_modes(const F& f, const std::array<double, N>& x) {
  const auto sum = [&f](const auto& at) { return functions::total(f(at)); };
  (void)jacobian(f, x);
  (void)gradient(sum, x);
  (void)hessian(sum, x);
  (void)hvp(sum, x, x);
  (void)jvp(f, x, std::array{x, x});
  (void)taylor<3>(sum, x, x);
  static_assert(noexcept(jacobian(f, x)) && noexcept(hessian(sum, x)) && noexcept(hvp(sum, x, x)) &&
                noexcept(taylor<3>(sum, x, x)));
}

}  // namespace

TEST_CASE("the counter counts") {
  CHECK(allocations_of([] { std::vector<double> x(3); }) == 1);
}

TEST_CASE("modes allocate nothing") {
  functions::for_each(
      [](const auto& f, const auto& x) { CHECK(allocations_of([&] { all_modes(f, x); }) == 0); });
  const std::array x{1.3, 0.4, 2.1};
  CHECK(allocations_of([&] { all_modes(hidden(functions::spherical), x); }) == 0);
}

TEST_CASE("batches and recurrences use the memory they are given") {
  std::array<double, 60> x{}, values{}, slopes{};
  x.fill(0.5);
  const std::array<Column<double>, 3> inputs{{{x.data()}, {x.data() + 20}, {x.data() + 40}}};
  CHECK(allocations_of([&] {
          for (const std::size_t n : {1u, 6u})
            jacobian_batch(functions::spherical, n, values.data(), slopes.data(), inputs);
        }) == 0);
  const auto step = [](const auto& s, const auto& p, const auto&) {
    return std::array{s[0] * p[0]};
  };
  const auto last = [](const auto& s, const auto&) { return s[0]; };
  std::array<double, unroll_workspace<1>(10, 3)> memory;
  Trajectory<double, 1, 1, 0> run{10, {1.0}, {0.5}};
  CHECK(allocations_of([&] { unroll(Recurrence{step, Nothing{}, last}, run, 3, memory); }) == 0);
  CHECK(run.d_parameters[0] == doctest::Approx(10 * std::pow(0.5, 9)));
}
