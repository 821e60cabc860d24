// SPDX-License-Identifier: Apache-2.0
// Building and evaluating an expression allocates nothing.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>
#include <fenchel/expr/unroll.hpp>

#include <array>
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

namespace {

template <class F>
long allocations_of(const F& f) {
  const long before = allocations;
  f();
  return allocations - before;
}

}  // namespace

TEST_CASE("the counter counts") {
  CHECK(allocations_of([] { std::vector<double> x(3); }) == 1);
}

TEST_CASE("fixed sizes allocate nothing") {
  std::array<double, 3> x{1, 2, 3}, g{};
  double mu = 1, slope = 0;
  CHECK(allocations_of([&] {
          const auto a = active(x, g);
          const auto z = let(a - active(mu, slope));
          value_and_grad(log(sum(exp(z) * z)) + mean(z) + dot(a, a));
        }) == 0);
}

TEST_CASE("spans allocate nothing, products with a matrix included") {
  std::vector<double> X(120), w(10, 0.1), gw(10), y(12, 1), gX(120);
  CHECK(allocations_of([&] {
          const auto A = active(matrix(X.data(), 12, 10), matrix(gX.data(), 12, 10));
          const auto z = matmul(A, active(w, gw));
          value_and_grad(sum(log1p(exp(-passive(std::span(y)) * z))));
        }) == 0);
}

TEST_CASE("time stepping uses the memory it is given") {
  std::array<double, 10> z{1, 2}, dz{};
  std::array<double, unroll_workspace<1>(10, 3)> memory;
  double phi = 0.5, slope = 0;
  const auto step = [](const auto& h, const auto& p, const auto& u) {
    return std::array{p[0] * h[0] + u[0]};
  };
  const auto cost = [](const auto& h, const auto&, const auto&) { return h[0] * h[0]; };
  CHECK(allocations_of([&] {
          value_and_grad(unroll(Recurrence{step, cost, Nothing{}}, std::tuple{0.0},
                                std::tuple{active(phi, slope)}, std::tuple{active(z, dz)},
                                {10, 3, memory}));
        }) == 0);
  CHECK(slope > 0);
}

TEST_CASE("factors of matrices allocate nothing") {
  std::array<double, 9> a{4, 1, 0, 1, 3, 1, 0, 1, 2}, da{};
  std::array<double, 3> x{1, 2, 3}, dx{};
  CHECK(allocations_of([&] {
          const auto l = let(cholesky(active(a, da)));
          const auto r = let<1>(solve_triangular(l, active(x, dx)));
          value_and_grad(0.5 * dot(r, r) + sum(log(diagonal(l))));
        }) == 0);
  CHECK(dx[0] != 0);
}

TEST_CASE("evaluation does not throw") {
  std::array<double, 3> x{}, g{};
  const auto e = sum(active(x, g));
  static_assert(noexcept(value_and_grad(e)) && noexcept(value(e)));
  CHECK(value_and_grad(e) == 0);
}
