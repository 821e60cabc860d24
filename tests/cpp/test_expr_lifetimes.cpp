// SPDX-License-Identifier: Apache-2.0
// Expressions outlive the names and temporaries they were made of, and read and write nothing
// beyond their data. Small, so that it runs under sanitizers, which see both.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <memory>
#include <vector>

using namespace fenchel;

namespace {

/// Memory of exactly its size on the heap: what a sanitizer watches.
template <class T>
struct Exact {
  std::size_t n;
  std::unique_ptr<T[]> memory;
  explicit Exact(std::size_t size, T x = T(1)) : n(size), memory(new T[size]) {
    std::fill_n(memory.get(), n, x);
  }
  std::span<T> all() const { return {memory.get(), n}; }
};

}  // namespace

TEST_CASE("masks, gathered arrays and products") {
  const Exact<double> x(11, 2), g(11), mu(3), gmu(3);
  const Exact<bool> flags(11, true);
  const Exact<unsigned short> group(11, 2);
  const auto build = [&] {
    const auto residual =
        active(x.all(), g.all()) - gather(active(mu.all(), gmu.all()), group.all());
    auto chosen = select(passive(flags.all()), square(residual), 0.0);
    return sum(chosen) + sum(residual);
  };
  const auto e = build();
  CHECK(value_and_grad(e) == 22);
  CHECK(g.all()[10] == 3);
  CHECK(gmu.all()[2] == -33);
  CHECK(gmu.all()[1] == 0);
}

TEST_CASE("segments") {
  const Exact<double> x(11, 2), g(11), room(6, 99);
  const Exact<int> group(11, 2);
  const auto build = [&] {
    return segment_sum(2.0 * active(x.all(), g.all()), group.all(), room.all());
  };
  CHECK(value_and_grad(max(build())) == 44);
  CHECK(g.all()[10] == 2);
}

TEST_CASE("lines of matrices") {
  const Exact<double> x(33, 2), g(33), u(3), gu(3);
  const auto build = [&] {
    const auto m = active(matrix(x.all().data(), 3, 11), matrix(g.all().data(), 3, 11));
    const auto shifted = m - column(active(u.all(), gu.all()));
    return mean(rowwise(shifted * shifted));
  };
  CHECK(value_and_grad(sum(build())) == doctest::Approx(3));
  CHECK(g.all()[32] == doctest::Approx(2 / 11.0));
  CHECK(gu.all()[2] == doctest::Approx(-2));
  const auto across = [&] { return sum(colwise(passive(matrix(x.all().data(), 3, 11)))); };
  CHECK(value(sum(across())) == 66);
}
