// SPDX-License-Identifier: Apache-2.0
// Folds: the same bits for every partition into blocks and on every instruction set, sums as exact
// as pairwise summation, NaN and infinities as in the elementwise primitives.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::DType;
using fenchel::Fold;
using fenchel::FoldKernel;
using fenchel::FoldState;

namespace {

struct Extent {
  std::int64_t outer, k, inner;
  std::int64_t size() const { return outer * k * inner; }
};

const Extent extents[] = {{1, 1, 1},    {5, 1, 1},    {1, 7, 1},     {30, 10, 1},  {9, 16, 1},
                          {9, 17, 1},   {4, 100, 1},  {3, 1000, 1},  {3, 1024, 1}, {2, 1025, 1},
                          {2, 2048, 1}, {1, 7777, 1}, {1, 20000, 1}, {1, 9, 2},    {3, 5, 4},
                          {2, 1, 33},   {1, 300, 10}, {2, 33, 31},   {1, 3, 700},  {4, 8, 64},
                          {0, 3, 2},    {2, 3, 0},    {3, 0, 1},     {3, 0, 4}};

template <class T>
constexpr int dtype_index = static_cast<int>(fenchel::dtype_of<T>());

/// Feeds blocks of the given sizes, in turn.
template <class T>
std::vector<T> fold(const FoldKernel& kernel, const Extent& e, const std::vector<T>& x,
                    const std::vector<std::int64_t>& blocks, int stride = 1) {
  std::vector<T> out(static_cast<std::size_t>(e.outer * e.inner) + 1, T(77));
  FoldState state;
  state.k = e.k;
  state.inner = e.inner;
  state.out = out.data();
  state.outputs = e.outer * e.inner;
  kernel.begin(state);
  Guarded guarded;  // every block ends at a page nobody may read
  for (std::int64_t first = 0, i = 0; first < e.size(); ++i) {
    const std::int64_t n =
        std::min(blocks[static_cast<std::size_t>(i) % blocks.size()], e.size() - first);
    T* block = guarded.last<T>(stride == 0 ? 1 : n);
    std::copy_n(x.data() + (stride == 0 ? 0 : first), stride == 0 ? 1 : n, block);
    kernel.feed(state, block, stride, first, n);
    first += n;
  }
  CHECK(out.back() == T(77));
  out.pop_back();
  return out;
}

const std::vector<std::int64_t> partitions[] = {
    {256}, {512}, {1}, {7}, {64, 1, 33}, {255, 257}, {100, 3, 31, 32, 5}, {10}};

template <class T>
bool same_all(const std::vector<T>& a, const std::vector<T>& b) {
  bool equal = a.size() == b.size();
  for (std::size_t i = 0; equal && i < a.size(); ++i) equal = same(a[i], b[i]);
  return equal;
}

template <class T>
std::vector<T> inputs(std::int64_t n) {
  return numbers<T>(n, 31, -100, 100, {-0.0, 0.0, 1e-3, 5e-324});
}

/// Every partition and every set against the first set in blocks of 256.
template <class T>
void check_bits(Fold which) {
  for (const Extent& e : extents) {
    const auto x = inputs<T>(e.size());
    const auto kernel_of = [&](const auto* set) {
      return set->fold[static_cast<int>(which)][dtype_index<T>];
    };
    const auto expected = fold(kernel_of(sets()[0]), e, x, {256});
    for (const auto* set : sets())
      for (const auto& blocks : partitions) {
        CAPTURE(set->name);
        CAPTURE(e.outer);
        CAPTURE(e.k);
        CAPTURE(e.inner);
        CAPTURE(blocks[0]);
        CHECK(same_all(fold(kernel_of(set), e, x, blocks), expected));
      }
  }
}

/// Rounding errors that pairwise summation may make, in units of epsilon * sum |x|.
double allowed(const Extent& e) {
  return e.inner == 1 ? 40 + std::log2(1.0 + static_cast<double>(e.k)) : static_cast<double>(e.k);
}

/// How many sums are further off than `allowed`.
template <class T>
int inexact_sums(const Extent& e, const std::vector<T>& x, const std::vector<T>& out) {
  int found = 0;
  for (std::int64_t o = 0; o < e.outer; ++o)
    for (std::int64_t c = 0; c < e.inner; ++c) {
      long double sum = 0, size = 0;
      for (std::int64_t j = 0; j < e.k; ++j) {
        const long double v = x[static_cast<std::size_t>((o * e.k + j) * e.inner + c)];
        sum += v;
        size += std::abs(v);
      }
      const double epsilon = std::is_integral_v<T> ? 0.0 : std::numeric_limits<T>::epsilon();
      const long double error = out[static_cast<std::size_t>(o * e.inner + c)] - sum;
      found += !(std::abs(error) <= allowed(e) * epsilon * size);
    }
  return found;
}

template <class T>
void check_sums() {
  const FoldKernel kernel = fenchel::kernels().fold[0][dtype_index<T>];
  for (const Extent& e : extents) {
    CAPTURE(e.k);
    CAPTURE(e.inner);
    const auto x = inputs<T>(e.size());
    CHECK(inexact_sums(e, x, fold(kernel, e, x, {256})) == 0);
  }
}

template <class T>
void check_extremes() {
  for (const Fold which : {Fold::max, Fold::min})
    for (const Extent& e : extents) {
      if (e.k == 0) continue;
      const auto x = inputs<T>(e.size());
      const auto out =
          fold(fenchel::kernels().fold[static_cast<int>(which)][dtype_index<T>], e, x, {64, 9});
      for (std::int64_t o = 0; o < e.outer; ++o)
        for (std::int64_t c = 0; c < e.inner; ++c) {
          T best = x[static_cast<std::size_t>(o * e.k * e.inner + c)];
          for (std::int64_t j = 1; j < e.k; ++j) {
            const T v = x[static_cast<std::size_t>((o * e.k + j) * e.inner + c)];
            best = which == Fold::max ? std::max(best, v) : std::min(best, v);
          }
          CHECK(out[static_cast<std::size_t>(o * e.inner + c)] == best);
        }
    }
}

template <class T>
T fold_one(const fenchel::KernelSet& set, Fold which, const std::vector<T>& x) {
  const Extent e{1, static_cast<std::int64_t>(x.size()), 1};
  return fold(set.fold[static_cast<int>(which)][dtype_index<T>], e, x, {100})[0];
}

}  // namespace

TEST_CASE("partitions and instruction sets change no bit") {
  for (const Fold which : {Fold::sum, Fold::max, Fold::min}) {
    check_bits<double>(which);
    check_bits<float>(which);
    check_bits<std::int64_t>(which);
  }
}

TEST_CASE("sums are as exact as pairwise summation") {
  check_sums<double>();
  check_sums<float>();
  check_sums<std::int64_t>();
}

TEST_CASE("the error of a long sum stays small, which a plain loop does not achieve") {
  const Extent e{1, 1000000, 1};
  const std::vector<float> x(static_cast<std::size_t>(e.k), 0.1f);
  CHECK(inexact_sums(e, x, fold(fenchel::kernels().fold[0][dtype_index<float>], e, x, {512})) == 0);
  float plain = 0;
  for (float v : x) plain += v;
  CHECK(inexact_sums(e, x, {plain}) == 1);
}

TEST_CASE("extremes") {
  check_extremes<double>();
  check_extremes<float>();
  check_extremes<std::int64_t>();
}

TEST_CASE("empty sums are zero") {
  for (const auto* set : sets())
    for (const Extent& e : {Extent{3, 0, 1}, Extent{2, 0, 5}})
      CHECK(fold(set->fold[0][3], e, std::vector<double>{}, {256}) ==
            std::vector<double>(static_cast<std::size_t>(e.outer * e.inner), 0.0));
}

TEST_CASE("special values, wherever they stand in a row") {
  for (const auto* set : sets())
    for (std::int64_t k : {1, 5, 16, 17, 70, 1030, 3000})
      for (std::int64_t at : {std::int64_t{0}, k / 2, k - 1}) {
        std::vector<double> x(static_cast<std::size_t>(k), 1.0);
        const auto with = [&](double special) {
          auto y = x;
          y[static_cast<std::size_t>(at)] = special;
          return y;
        };
        CHECK(std::isnan(fold_one(*set, Fold::sum, with(NAN))));
        CHECK(std::isnan(fold_one(*set, Fold::max, with(NAN))));
        CHECK(std::isnan(fold_one(*set, Fold::min, with(NAN))));
        CHECK(fold_one(*set, Fold::sum, with(-INFINITY)) == -INFINITY);
        CHECK(fold_one(*set, Fold::max, with(INFINITY)) == INFINITY);
        CHECK(fold_one(*set, Fold::min, with(-INFINITY)) == -INFINITY);
      }
}

TEST_CASE("signs of zero, infinities everywhere, smallest integers") {
  for (const auto* set : sets()) {
    CHECK(std::signbit(fold_one(*set, Fold::sum, std::vector<double>(40, -0.0))));
    CHECK(fold_one(*set, Fold::max, std::vector<float>(40, -INFINITY)) == -INFINITY);
    CHECK(fold_one(*set, Fold::min, std::vector<float>(40, INFINITY)) == INFINITY);
    CHECK(fold_one(*set, Fold::max, std::vector<std::int64_t>(40, INT64_MIN)) == INT64_MIN);
    CHECK(fold_one(*set, Fold::sum, std::vector<std::int64_t>{INT64_MAX, 1}) == INT64_MIN);
  }
}

TEST_CASE("a repeated number folds like an array of it") {
  for (const auto* set : sets())
    for (const Extent& e : extents) {
      const std::vector<double> x(static_cast<std::size_t>(e.size()) + 1, 0.1);
      CHECK(same_all(fold(set->fold[0][3], e, x, {100}, 0), fold(set->fold[0][3], e, x, {100})));
    }
}

TEST_CASE("the comparison of bits catches another order") {
  auto x = inputs<double>(20000);
  const double before = fold_one(fenchel::kernels(), Fold::sum, x);
  std::reverse(x.begin(), x.end());
  CHECK(before != fold_one(fenchel::kernels(), Fold::sum, x));
}
