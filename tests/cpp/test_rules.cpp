// SPDX-License-Identifier: Apache-2.0
// The laws of differentiation and batching, over a table of structural operations: <s, Jt> = <J's,
// t>, central differences, forward over reverse, and batching = loop; evaluated by the oracle
// alone.
#include <doctest/doctest.h>

#include <fenchel/program/transform.hpp>

#include "cases.hpp"
#include "oracle.hpp"

using namespace fenchel;
using cases::Case;
using oracle::Bindings;
using oracle::Values;

namespace {

struct Setting {
  Program program;
  Bindings at;
};

Setting set_up(const Case& test) {
  Setting out;
  for (std::size_t i = 0; i < test.shapes.size(); ++i) {
    out.program.parameters.push_back(parameter(DType::float64, test.shapes[i], TracedBy::jit));
    out.at[out.program.parameters[i].node()] =
        oracle::random_values(test.shapes[i].size(), 7 + static_cast<unsigned>(i));
  }
  out.program.results = {test.f(out.program.parameters)};
  return out;
}

/// Placeholders like the given variables, bound to random values.
Vars random_like(const Vars& like, Bindings& at, unsigned seed) {
  Vars out;
  for (const Var& x : like) {
    out.push_back(parameter(DType::float64, x.shape(), TracedBy::jit));
    at[out.back().node()] = oracle::random_values(x.shape().size(), seed++);
  }
  return out;
}

double inner(const Vars& a, const Vars& b, const Bindings& at) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] && b[i]) sum += oracle::dot(oracle::evaluate(a[i], at), oracle::evaluate(b[i], at));
  return sum;
}

void move_along(Bindings& at, const Vars& parameters, const Vars& tangents, double step) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    for (std::size_t k = 0; k < at[parameters[i].node()].size(); ++k)
      at[parameters[i].node()][k] += step * at[tangents[i].node()][k];
}

/// (result, J t) of a program at given tangents, the tangent expanded to the result's shape.
Var tangent_of(const Program& program, const Vars& tangents) {
  const Var dy = pushforward(program, tangents)[0];
  return dy ? expand(dy, program.results[0].shape()) : Var();
}

}  // namespace

TEST_CASE("transposes: <s, J t> = <J' s, t>") {
  for (const Case& test : cases::all()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars t = random_like(program.parameters, at, 100),
               s = random_like(program.results, at, 200);
    const Var dy = tangent_of(program, t);
    REQUIRE(dy);
    const Vars pulled = pullback(program, s);
    for (std::size_t i = 0; i < pulled.size(); ++i) CHECK(pulled[i].shape() == test.shapes[i]);
    CHECK(inner({dy}, s, at) == doctest::Approx(inner(pulled, t, at)).epsilon(1e-12));
  }
}

TEST_CASE("tangents agree with central differences") {
  for (const Case& test : cases::all()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars t = random_like(program.parameters, at, 100);
    const Values dy = oracle::evaluate(tangent_of(program, t), at);
    const double h = 1e-6;
    move_along(at, program.parameters, t, h);
    const Values up = oracle::evaluate(program.results[0], at);
    move_along(at, program.parameters, t, -2 * h);
    const Values down = oracle::evaluate(program.results[0], at);
    for (std::size_t k = 0; k < dy.size(); ++k)
      CHECK(dy[k] == doctest::Approx((up[k] - down[k]) / (2 * h)).epsilon(1e-7).scale(1));
  }
}

TEST_CASE("reverse of reverse and forward of reverse agree") {
  for (const Case& test : cases::all()) {
    CAPTURE(test.name);
    auto [program, at] = set_up(test);
    const Vars s = random_like(program.results, at, 200),
               t = random_like(program.parameters, at, 100);
    const Program gradient{program.parameters, pullback(program, s)};
    const Vars hvp = pushforward(gradient, t);
    const Vars vhp = pullback(gradient, t);
    for (std::size_t i = 0; i < hvp.size(); ++i) {
      const Values b = oracle::evaluate(vhp[i], at);
      const Values a =
          hvp[i] ? oracle::evaluate(expand(hvp[i], test.shapes[i]), at) : Values(b.size(), 0.0);
      for (std::size_t k = 0; k < a.size(); ++k)
        CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-10).scale(1));
    }
  }
}

TEST_CASE("batching is a loop") {
  constexpr std::int64_t n = 3;
  for (const Case& test : cases::all()) {
    for (std::size_t mask = 1; mask < (std::size_t{1} << test.shapes.size()); ++mask) {
      CAPTURE(test.name);
      CAPTURE(mask);
      auto [program, at] = set_up(test);
      std::vector<Batched> arguments;
      for (std::size_t i = 0; i < test.shapes.size(); ++i) {
        const bool batched = (mask >> i) & 1;
        Shape shape = test.shapes[i];
        if (batched) shape.insert(0, n);
        arguments.push_back({parameter(DType::float64, shape, TracedBy::jit), batched});
        at[arguments[i].value.node()] =
            oracle::random_values(shape.size(), 40 + static_cast<unsigned>(i));
      }
      const Batched out = batch(program, arguments)[0];
      REQUIRE(out.batched);
      Shape expected = program.results[0].shape();
      expected.insert(0, n);
      REQUIRE(out.value.shape() == expected);
      const Values together = oracle::evaluate(out.value, at);
      for (std::int64_t b = 0; b < n; ++b) {
        for (std::size_t i = 0; i < test.shapes.size(); ++i) {
          const Values& whole = at[arguments[i].value.node()];
          const auto size = static_cast<std::ptrdiff_t>(test.shapes[i].size());
          const auto from = whole.begin() + (arguments[i].batched ? b * size : 0);
          at[program.parameters[i].node()] = Values(from, from + size);
        }
        const Values alone = oracle::evaluate(program.results[0], at);
        for (std::size_t k = 0; k < alone.size(); ++k)
          CHECK(together[static_cast<std::size_t>(b) * alone.size() + k] ==
                doctest::Approx(alone[k]).epsilon(1e-13));
      }
    }
  }
}
