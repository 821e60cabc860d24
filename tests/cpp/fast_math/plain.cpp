// SPDX-License-Identifier: Apache-2.0
// Bodies of plain.hpp.
#include "plain.hpp"

#include <bit>
#include <cstring>
#include <fenchel/execute/float_environment.hpp>
#include <fenchel/primitive/list.hpp>
#include <random>

namespace plain {
namespace {

std::vector<std::uint64_t> make_points() {
  std::vector<std::uint64_t> out;
  for (double x : {0.0, 1.0, 0.5, 2.5, 1e-310, 5e-324, 1e308, 710.0, 745.0, fenchel::inf})
    for (double signed_x : {x, -x}) out.push_back(std::bit_cast<std::uint64_t>(signed_x));
  out.push_back(std::bit_cast<std::uint64_t>(fenchel::nan));
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 4);
  while (out.size() < 4096) {
    out.push_back(random());
    out.push_back(std::bit_cast<std::uint64_t>(normal(random)));
  }
  return out;
}

std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x != x ? fenchel::nan : x); }

template <class Op>
Row row() {
  Row out{Op::facts.name, {}};
  for (std::uint64_t x : points())
    out.results.push_back(bits_of(fenchel::primitive::apply<Op>(std::bit_cast<double>(x))));
  return out;
}

}  // namespace

const std::vector<std::uint64_t>& points() {
  static const std::vector<std::uint64_t> out = make_points();
  return out;
}

std::vector<Row> expected() {
  const fenchel::detail::IeeeArithmetic arithmetic;
  std::vector<Row> rows;
  fenchel::primitive::Elementwise::for_each([&]<class Op>() {
    if constexpr (Op::arity == 1 && Op::facts.signature == fenchel::Signature::arithmetic)
      rows.push_back(row<Op>());
  });
  return rows;
}

std::vector<std::uint64_t> canonical(const void* numbers) {
  std::vector<double> x(points().size());
  std::memcpy(x.data(), numbers, x.size() * sizeof(double));
  std::vector<std::uint64_t> out;
  for (double number : x) out.push_back(bits_of(number));
  return out;
}

bool flushes_to_zero() {
  volatile double tiny = std::numeric_limits<double>::min();
  return tiny * 0.5 == 0;
}

}  // namespace plain
