// SPDX-License-Identifier: Apache-2.0
// Building and evaluating an expression allocates nothing and does not throw.
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

// The memory of C, where the library lets a program count it and no sanitizer does so already.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COUNTS_MALLOC 0
#elif defined(__has_feature)
#define COUNTS_MALLOC (__GLIBC__ && !__has_feature(address_sanitizer))
#elif defined(__GLIBC__)
#define COUNTS_MALLOC 1
#endif
#if COUNTS_MALLOC
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
#endif

using namespace fenchel;

namespace {

template <class F>
long allocations_of(const F& f) {
  const long before = allocations;
  f();
  return allocations - before;
}

/// Arrays of a fixed size or not, with their gradients.
template <class Memory>
struct Data {
  Memory x, y, gx, gy;
  double mu = 1, slope = 0;
  std::vector<int> index = std::vector<int>(x.size());

  auto a() { return active(x, gx); }
  auto b() { return active(y, gy); }
  auto s() { return active(mu, slope); }
};

template <class E>
void evaluate(const E& e) {
  static_assert(noexcept(value_and_grad(e)) && noexcept(value(e)));
  value_and_grad(e);
}

/// Every reduction, where its value is needed for the way back. The products leave the range.
template <class D>
void every_reduction(D& d) {
  evaluate(sum(d.a()) * mean(d.a()) * dot(d.a(), d.b()));
  evaluate(log(max(d.a())) * min(d.b()));
  evaluate(square(prod(d.a())));
  evaluate(norm(d.a()) * norm(d.b()));
  evaluate(logsumexp(d.a()) * logsumexp(d.b()));
}

/// Lets, choices, scalars, and reductions inside arrays.
template <class D>
void formulas(D& d) {
  const auto z = let((d.a() - d.s()) / exp(d.s()));
  evaluate(sum(-0.5 * (z * z) - log(exp(d.s()))));
  evaluate(sum(where(z > 0.0, sqrt(z), z) * gather(d.b(), d.index)));
  evaluate(sum(exp(d.a() - max(d.a())) * d.b()));
  const auto total = let(sum(z));
  evaluate(total * total + sum(d.b() * total));
  value(total * total + sum(d.b() * total));
}

}  // namespace

TEST_CASE("the counter counts") {
  CHECK(allocations_of([] { std::vector<double> x(3); }) > 0);
#if COUNTS_MALLOC
  void* volatile memory = nullptr;
  CHECK(allocations_of([&] { memory = std::malloc(3); }) == 1);
  std::free(memory);
#endif
}

TEST_CASE("fixed sizes allocate nothing") {
  Data<std::array<double, 3>> d{{1e200, 2, 3e200}, {2, 0.5, 1e-200}, {}, {}};
  CHECK(allocations_of([&] { every_reduction(d); }) == 0);
}

TEST_CASE("spans allocate nothing") {
  const std::vector<double> x(41, 0.5), y(41, 2.0);
  Data<std::vector<double>> d{x, y, x, y};
  CHECK(allocations_of([&] { formulas(d); }) == 0);
}

TEST_CASE("products with a matrix allocate nothing") {
  std::vector<double> X(120), w(10, 0.1), gw(10), y(12, 1), gX(120);
  CHECK(allocations_of([&] {
          const auto A = active(matrix(X.data(), 12, 10), matrix(gX.data(), 12, 10));
          const auto z = matmul(A, active(w, gw));
          evaluate(sum(log1p(exp(-passive(std::span(y)) * z))));
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
