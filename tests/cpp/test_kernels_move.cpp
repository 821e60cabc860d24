// SPDX-License-Identifier: Apache-2.0
// Casts, copies and loads of strided views against loops over single elements.
#include <doctest/doctest.h>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::DType;
using fenchel::Instruction;
using fenchel::Layout;
using fenchel::Shape;

namespace {

/// What astype means, element by element; a truth value is an unsigned char.
template <class To, class From>
To expected_cast(From x) {
  if constexpr (std::is_same_v<To, unsigned char>) return x != 0;
  else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
    if (!(std::abs(x) < From(0x1p63))) return std::numeric_limits<std::int64_t>::min();
    return static_cast<To>(std::trunc(x));
  } else return static_cast<To>(x);
}

template <class From>
std::vector<From> cast_inputs(std::int64_t n) {
  if constexpr (std::is_same_v<From, unsigned char>) return truths(n, 3);
  else {
    auto x = numbers<From>(n, 9, -1e3, 1e3,
                           {-INFINITY, INFINITY, NAN, -0.0, 0.0, 0.5, -0.5, 5e-324, 1e300, -0x1p63,
                            0x1p63, 0x1p53 + 2});
    if constexpr (std::is_integral_v<From>) {
      for (std::size_t i = 0; i < x.size(); i += 5) x[i] = 0;
      for (std::size_t i = 1; i < x.size(); i += 7) x[i] = INT64_MAX - static_cast<From>(i);
    }
    return x;
  }
}

template <class From, class To>
void check_cast(fenchel::ElementKernel kernel) {
  Guarded from, to;
  for (std::int64_t n : lengths())
    for (bool scalar : {false, true}) {
      const auto x = cast_inputs<From>(131);
      const std::int64_t count = scalar ? 64 / sizeof(From) : n;
      auto* in = from.last<From>(count);
      for (std::int64_t i = 0; i < count; ++i) in[i] = x[scalar ? 0 : i];
      auto* out = to.last<To>(n);
      void* operands[] = {in, out};
      kernel(operands, Instruction{kernel, 1, {0}, {!scalar}}, n);
      for (std::int64_t i = 0; i < n; ++i)
        CHECK(same(out[i], expected_cast<To>(x[scalar ? 0 : i])));
    }
}

/// In place, where elements grow or shrink.
template <class From, class To>
void check_cast_in_place(fenchel::ElementKernel kernel) {
  for (std::int64_t n : lengths()) {
    const auto x = cast_inputs<From>(n);
    std::vector<double> memory(static_cast<std::size_t>(n) + 1);
    if (n > 0) std::memcpy(memory.data(), x.data(), x.size() * sizeof(From));
    void* operands[] = {memory.data()};
    kernel(operands, Instruction{kernel, 0, {0}, {1}}, n);
    for (std::int64_t i = 0; i < n; ++i) {
      To y;
      std::memcpy(&y, reinterpret_cast<To*>(memory.data()) + i, sizeof(To));
      CHECK(same(y, expected_cast<To>(x[static_cast<std::size_t>(i)])));
    }
  }
}

template <class From, class To>
void check_casts() {
  for (const auto* set : sets()) {
    const int from = static_cast<int>(fenchel::dtype_of<From>());
    const int to = static_cast<int>(fenchel::dtype_of<To>());
    CAPTURE(set->name);
    CAPTURE(from);
    CAPTURE(to);
    check_cast<From, To>(set->cast[from][to].block);
    check_cast_in_place<From, To>(set->cast[from][to].block);
  }
}

template <class From>
void check_casts_from() {
  check_casts<From, unsigned char>();
  check_casts<From, std::int64_t>();
  check_casts<From, float>();
  check_casts<From, double>();
}

template <class T>
void check_copies() {
  for (const auto* set : sets())
    for (std::int64_t n : lengths())
      for (bool scalar : {false, true}) {
        auto x = numbers<T>(131, 2, -10, 10);
        std::vector<T> out(static_cast<std::size_t>(n) + 1, T(99));
        void* operands[] = {x.data(), out.data()};
        const auto kernel = set->copy[sizeof(T)].block;
        kernel(operands, Instruction{kernel, 1, {0}, {!scalar}}, n);
        for (std::int64_t i = 0; i < n; ++i) CHECK(same(out[i], x[scalar ? 0 : i]));
        CHECK(out[n] == T(99));
      }
}

/// The element at a flat position of a view.
std::int64_t element(const Layout& layout, std::int64_t flat) {
  std::int64_t at = layout.offset;
  for (int i = layout.shape.rank(); i-- > 0; flat /= layout.shape[i])
    at += flat % layout.shape[i] * layout.strides[i];
  return at;
}

/// Views of an array of 4096 elements: contiguous, broadcast, transposed, reversed, stepped,
/// rank 16.
std::vector<Layout> views() {
  Layout deep{Shape{}, {}, 7};
  for (int i = 0; i < 16; ++i) {
    deep.shape.push_back(i % 3 == 0 ? 2 : i % 5 == 0 ? 3 : 1);
    deep.strides[i] = i % 4 == 0 ? 0 : 2 * i;
  }
  return {{Shape{}, {}, 5},
          {Shape{600}, {1}, 3},
          {Shape{600}, {0}, 3},
          {Shape{500}, {3}, 1},
          {Shape{600}, {-1}, 700},
          {Shape{20, 30}, {1, 20}, 0},
          {Shape{20, 30}, {30, 0}, 0},
          {Shape{20, 30}, {0, 1}, 2},
          {Shape{20, 31}, {-64, 1}, 2000},
          {Shape{7, 1, 5, 3}, {100, 9, -4, 2}, 500},
          {Shape{3, 4, 5}, {0, 0, 0}, 9},
          deep};
}

/// Every view, in blocks of every size: how many elements are wrong.
template <class T>
int load_mismatches(fenchel::LoadKernel kernel, std::int64_t wrong_offset = 0) {
  const auto memory = numbers<T>(4096, 8, -100, 100);
  Guarded guarded;
  int found = 0;
  for (Layout layout : views())
    for (std::int64_t block : {1, 3, 16, 30, 64, 255, 256}) {
      const std::int64_t n = layout.shape.size();
      for (std::int64_t first = 0; first < n; first += block) {
        const std::int64_t count = std::min(block, n - first);
        T* out = guarded.last<T>(count);
        Layout moved = layout;
        moved.offset += wrong_offset;
        kernel(out, memory.data(), moved, first, count);
        for (std::int64_t i = 0; i < count; ++i)
          found += !same(out[i], memory[static_cast<std::size_t>(element(layout, first + i))]);
      }
    }
  return found;
}

}  // namespace

TEST_CASE("casts between all types, in place and not, on special values") {
  check_casts_from<unsigned char>();
  check_casts_from<std::int64_t>();
  check_casts_from<float>();
  check_casts_from<double>();
}

TEST_CASE("copies and fills") {
  check_copies<double>();
  check_copies<float>();
  check_copies<std::int8_t>();
}

TEST_CASE("a copy onto itself changes nothing") {
  for (const auto* set : sets()) {
    auto x = numbers<double>(100, 4, -1, 1);
    const auto before = x;
    void* operands[] = {x.data()};
    set->copy[8].block(operands, Instruction{set->copy[8].block, 0, {0}, {1}}, 100);
    CHECK(x == before);
  }
}

TEST_CASE("loads of strided views in blocks") {
  for (const auto* set : sets()) {
    CAPTURE(set->name);
    CHECK(load_mismatches<double>(set->load[8]) == 0);
    CHECK(load_mismatches<float>(set->load[4]) == 0);
    CHECK(load_mismatches<std::int8_t>(set->load[1]) == 0);
  }
}

TEST_CASE("the comparison catches a view that is one element off") {
  CHECK(load_mismatches<double>(fenchel::kernels().load[8], 1) > 0);
}
