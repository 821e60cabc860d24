// SPDX-License-Identifier: Apache-2.0
// A primitive of a user's own, registered while the program runs: it gets its row of the table, its
// kernels and its derivative, like one of the list.
#include <doctest/doctest.h>

#include <fenchel/execute/register_primitive.hpp>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>

#include "oracle.hpp"

namespace user {

/// Hypotenuse with 1.
struct Swell {
  static constexpr int arity = 1;
  static constexpr fenchel::Facts facts{.name = "swell",
                                        .summary = "Square root of one plus the square.",
                                        .formula = R"(\sqrt{1 + x^2})",
                                        .source = "a test"};
  template <class T>
  static T value(T x) {
    return fenchel::sqrt(T(1.0) + x * x);
  }
  template <int I, class T>
  static T partial(const T& y, const T& x) {
    return x / y;
  }
};

}  // namespace user

TEST_CASE("a registered primitive has a row, kernels and a derivative") {
  const fenchel::OpId id = fenchel::register_primitive<user::Swell>();
  CHECK(fenchel::find_operation("swell") == id);
  CHECK(fenchel::info(id).role == fenchel::Role::elementwise);

  const fenchel::ElementRow* row = fenchel::element_row_of(id);
  REQUIRE((row != nullptr));
  CHECK((row->by_dtype[1].block == nullptr));
  const std::vector<double> x = {-2, -0.0, 0.5, 3, 1e10, INFINITY, NAN};
  std::vector<double> y(x.size());
  void* operands[] = {const_cast<double*>(x.data()), y.data()};
  row->by_dtype[3].block(operands, {row->by_dtype[3].block, 1, {0}, {1}},
                         static_cast<std::int64_t>(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = std::sqrt(1 + x[i] * x[i]);
    CHECK((y[i] == expected || (std::isnan(y[i]) && std::isnan(expected))));
  }

  const fenchel::Var v = fenchel::parameter(fenchel::DType::float64, {}, fenchel::TracedBy::jit);
  const fenchel::Var inputs[] = {v};
  const fenchel::Var out = fenchel::emit(id, fenchel::Inputs(inputs, 1));
  const auto vjp = fenchel::info(id).vjp;
  const fenchel::Var slope = vjp(0, fenchel::Var(1.0), out, fenchel::Inputs(inputs, 1));
  CHECK(oracle::evaluate(slope, {{v.node(), {2.0}}})[0] == doctest::Approx(2 / std::sqrt(5.0)));
}

TEST_CASE("a name is taken once") {
  CHECK_THROWS_WITH_AS(fenchel::register_primitive<fenchel::primitive::Erf>(),
                       "an operation named 'erf' exists already", fenchel::TypeError);
  CHECK(std::string(fenchel::element_row_of(fenchel::find_operation("erf"))->name) == "erf");
}
