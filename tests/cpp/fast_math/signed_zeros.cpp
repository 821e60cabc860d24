// SPDX-License-Identifier: Apache-2.0
// Formulas inlined into a unit whose zeros may have no sign: everything but the sign of a zero is
// what it is elsewhere.
#include <doctest/doctest.h>

#include <fenchel/primitive/list.hpp>
#include <random>

#include "plain.hpp"

using namespace fenchel;

namespace {

/// Zeros as one.
std::vector<std::uint64_t> without_signs(std::vector<std::uint64_t> bits) {
  for (std::uint64_t& x : bits)
    if (x << 1 == 0) x = 0;
  return bits;
}

std::vector<std::uint64_t> inlined(const std::string& name) {
  std::vector<std::uint64_t> out;
  primitive::Elementwise::for_each([&]<class Op>() {
    if constexpr (Op::arity == 1 && Op::facts.signature == Signature::arithmetic)
      if (name == Op::facts.name)
        for (std::uint64_t x : plain::points()) {
          const double y = primitive::apply<Op>(std::bit_cast<double>(x));
          out.push_back(std::bit_cast<std::uint64_t>(y != y ? fenchel::nan : y));
        }
  });
  return out;
}

}  // namespace

TEST_CASE("formulas do not use the sign of a zero to carry another sign") {
  for (const plain::Row& row : plain::expected()) {
    CAPTURE(row.name);
    CHECK((without_signs(inlined(row.name)) == without_signs(row.results)));
  }
}

TEST_CASE("nor do those of two arguments") {
  std::mt19937_64 random(2);
  std::normal_distribution<double> normal(0, 3);
  for (int i = 0; i < 4096; ++i) {
    const double y = normal(random), x = normal(random);
    CHECK(std::abs(simd::atan2(y, x) - std::atan2(y, x)) < 1e-15);
    CHECK(simd::pow(std::round(x), 3.0) == std::round(x) * std::round(x) * std::round(x));
  }
}
