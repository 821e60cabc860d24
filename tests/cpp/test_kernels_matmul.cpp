// SPDX-License-Identifier: Apache-2.0
// The matrix product against triple loops, for every way the operands may lie in memory.
#include <doctest/doctest.h>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::DType;
using fenchel::MatmulCall;

namespace {

/// Strides of a matrix inside a larger one.
struct Lie {
  const char* name;
  std::int64_t (*row)(std::int64_t rows, std::int64_t columns);
  std::int64_t (*column)(std::int64_t rows, std::int64_t columns);
};

constexpr std::int64_t one(std::int64_t, std::int64_t) { return 1; }
constexpr std::int64_t zero(std::int64_t, std::int64_t) { return 0; }

const Lie lies[] = {
    {"row-major", [](auto, auto columns) { return columns; }, one},
    {"column-major", one, [](auto rows, auto) { return rows; }},
    {"rows of a wider matrix", [](auto, auto columns) { return columns + 3; }, one},
    {"columns of a taller matrix", one, [](auto rows, auto) { return rows + 2; }},
    {"every second column", [](auto, auto columns) { return 2 * columns; },
     [](auto, auto) { return std::int64_t{2}; }},
    {"one row repeated", zero, one},
    {"one column repeated", one, zero},
    {"one number repeated", zero, zero},
    {"overlapping windows", one, one},
};

template <class T>
MatmulCall lay(const T* a, const Lie& lie_a, const T* b, const Lie& lie_b, T* c, std::int64_t m,
               std::int64_t n, std::int64_t k) {
  return {
      m, n, k, a, b, c, lie_a.row(m, k), lie_a.column(m, k), lie_b.row(k, n), lie_b.column(k, n)};
}

/// How many entries are further from the exact product than rounding explains.
template <class T>
int mismatches(const MatmulCall& call) {
  int found = 0;
  for (std::int64_t i = 0; i < call.m; ++i)
    for (std::int64_t j = 0; j < call.n; ++j) {
      long double sum = 0, size = 0;
      for (std::int64_t l = 0; l < call.k; ++l) {
        const long double x = static_cast<const T*>(call.a)[i * call.a_row + l * call.a_column];
        const long double y = static_cast<const T*>(call.b)[l * call.b_row + j * call.b_column];
        sum += x * y;
        size += std::abs(x * y);
      }
      const long double error = static_cast<const T*>(call.c)[i * call.n + j] - sum;
      found += !(std::abs(error) <= size * std::numeric_limits<T>::epsilon() * (call.k + 1));
    }
  return found;
}

constexpr std::int64_t sizes[][3] = {
    {1, 1, 1},   {2, 3, 4},    {1, 7, 5},   {7, 1, 5},    {5, 6, 1},   {1, 1, 40},
    {17, 1, 10}, {10, 1, 33},  {33, 9, 21}, {64, 65, 66}, {3, 3, 3},   {4, 4, 4},
    {8, 9, 16},  {16, 16, 16}, {16, 15, 3}, {5, 13, 1},   {33, 32, 1}, {2, 50, 1},
    {3, 2, 0},   {0, 2, 3},    {2, 0, 3},   {0, 0, 0}};

template <class T>
void check() {
  const auto a = numbers<T>(40000, 1, -1, 1), b = numbers<T>(40000, 2, -1, 1);
  Guarded memory;
  for (const auto* set : sets())
    for (const auto& [m, n, k] : sizes)
      for (const Lie& lie_a : lies)
        for (const Lie& lie_b : lies) {
          std::vector<T> c(static_cast<std::size_t>(m * n) + 1, T(77));
          const auto call = lay(a.data(), lie_a, b.data(), lie_b, c.data(), m, n, k);
          set->matmul[static_cast<int>(fenchel::dtype_of<T>())](call);
          CAPTURE(set->name);
          CAPTURE(lie_a.name);
          CAPTURE(lie_b.name);
          CAPTURE(m);
          CAPTURE(n);
          CAPTURE(k);
          CHECK(mismatches<T>(call) == 0);
          CHECK(c.back() == T(77));
        }
}

}  // namespace

TEST_CASE("products of double") { check<double>(); }
TEST_CASE("products of float") { check<float>(); }

TEST_CASE("a product has the same bits however its operands lie in memory") {
  const std::int64_t shapes[][3] = {{3, 3, 4},  {30, 40, 1},  {9, 5, 1},   {3, 4, 3},
                                    {7, 1, 5},  {2, 1, 100},  {100, 1, 7}, {1, 30, 40},
                                    {1, 90, 5}, {30, 40, 50}, {70, 9, 300}};
  for (const auto* set : sets())
    for (const auto& [m, n, k] : shapes) {
      const auto x = numbers<double>(static_cast<std::size_t>(m * k), 1, -1, 1);
      const auto y = numbers<double>(static_cast<std::size_t>(k * n), 2, -1, 1);
      std::vector<double> first;
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) {
          std::vector<double> a(40000), b(40000), c(static_cast<std::size_t>(m * n));
          const auto call = lay(a.data(), lies[i], b.data(), lies[j], c.data(), m, n, k);
          for (std::int64_t r = 0; r < m; ++r)
            for (std::int64_t l = 0; l < k; ++l)
              a[r * call.a_row + l * call.a_column] = x[r * k + l];
          for (std::int64_t l = 0; l < k; ++l)
            for (std::int64_t q = 0; q < n; ++q)
              b[l * call.b_row + q * call.b_column] = y[l * n + q];
          set->matmul[3](call);
          if (first.empty()) first = c;
          CAPTURE(set->name);
          CAPTURE(m);
          CAPTURE(n);
          CAPTURE(k);
          CHECK(c == first);
        }
    }
}

TEST_CASE("infinities and NaN reach exactly the entries that read them") {
  for (const auto* set : sets()) {
    std::vector<double> a(12, 1.0), b(12, 1.0), c(9);
    a[0] = INFINITY;
    b[2] = NAN;
    set->matmul[3](lay(a.data(), lies[0], b.data(), lies[0], c.data(), 3, 3, 4));
    for (std::int64_t i = 0; i < 3; ++i)
      for (std::int64_t j = 0; j < 3; ++j)
        CHECK(same(c[i * 3 + j], j == 2 ? NAN : i == 0 ? INFINITY : 4.0));
  }
}

TEST_CASE("the comparison catches exchanged strides") {
  const auto a = numbers<double>(100, 1, -1, 1), b = numbers<double>(100, 2, -1, 1);
  std::vector<double> c(25);
  auto call = lay(a.data(), lies[0], b.data(), lies[0], c.data(), 5, 5, 5);
  fenchel::kernels().matmul[3](call);
  REQUIRE(mismatches<double>(call) == 0);
  std::swap(call.b_row, call.b_column);
  CHECK(mismatches<double>(call) > 0);
}
