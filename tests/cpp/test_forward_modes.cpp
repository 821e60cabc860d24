// SPDX-License-Identifier: Apache-2.0
// Functions of fixed size: straight-line derivatives, jets, duals and difference quotients agree,
// over a table of functions.
#include "broken_erf.hpp"
#include "functions.hpp"

#include <doctest/doctest.h>

using namespace fenchel;
using functions::distance;
using functions::hidden;

namespace {

/// The Jacobian by five-point quotients.
template <class F, std::size_t N>
auto quotients(const F& f, const std::array<double, N>& x) {
  constexpr std::size_t outputs = forward::outputs_of<F, std::array<double, N>>;
  std::array<std::array<double, N>, outputs> slopes;
  const double h = 1e-3;
  for (std::size_t i = 0; i < N; ++i) {
    const auto at = [&](double t) {
      auto moved = x;
      moved[i] += t;
      return f(moved);
    };
    const auto a = at(-2 * h), b = at(-h), c = at(h), d = at(2 * h);
    for (std::size_t m = 0; m < outputs; ++m)
      slopes[m][i] = (forward::entry(a, m) - 8 * forward::entry(b, m) + 8 * forward::entry(c, m) -
                      forward::entry(d, m)) /
                     (12 * h);
  }
  return slopes;
}

/// The Jacobian, one dual at a time.
template <class F, std::size_t N>
auto columns_by_duals(const F& f, const std::array<double, N>& x) {
  constexpr std::size_t outputs = forward::outputs_of<F, std::array<Dual<double>, N>>;
  std::array<std::array<double, N>, outputs> slopes;
  for (std::size_t i = 0; i < N; ++i) {
    std::array<Dual<double>, N> moved;
    for (std::size_t k = 0; k < N; ++k) moved[k] = Dual<double>(x[k], k == i);
    const auto y = f(moved);
    for (std::size_t m = 0; m < outputs; ++m)
      slopes[m][i] = Dual<double>(forward::entry(y, m)).tangent;
  }
  return slopes;
}

template <class F, std::size_t N>
void check_jacobian(const F& f, const std::array<double, N>& x) {
  static_assert(is_straight_line<F, N>);
  static_assert(!is_straight_line<decltype(hidden(f)), N>);
  const auto planned = jacobian(f, x);
  CHECK(distance(planned, columns_by_duals(f, x)) < 1e-13);
  CHECK(distance(planned, jacobian(hidden(f), x)) < 1e-13);
  CHECK(distance(planned, quotients(f, x)) < 1e-7);
  Linearized<double, planned.size(), N> into;
  linearize_into(into, f, x);
  CHECK(into.jacobian == planned);
}

template <class F, std::size_t N>
void check_products(const F& f, const std::array<double, N>& x) {
  const auto J = jacobian(f, x);
  constexpr std::size_t M = std::tuple_size_v<decltype(J)>;
  const auto seed = functions::numbers<M>(3);
  const std::array directions{functions::numbers<N>(1), functions::numbers<N>(2), x};
  std::array<double, N> pulled{};
  for (std::size_t m = 0; m < M; ++m)
    for (std::size_t i = 0; i < N; ++i) pulled[i] += seed[m] * J[m][i];
  CHECK(distance(vjp(f, x, seed), pulled) < 1e-13);
  CHECK(distance(vjp(hidden(f), x, seed), pulled) < 1e-13);
  const auto [values, pushed] = jvp(f, x, directions);
  for (std::size_t k = 0; k < directions.size(); ++k)
    for (std::size_t m = 0; m < M; ++m) {
      double expected = 0;
      for (std::size_t i = 0; i < N; ++i) expected += J[m][i] * directions[k][i];
      CHECK(pushed[k][m] == doctest::Approx(expected).epsilon(1e-12));
    }
}

template <class F, std::size_t N>
void check_second_order(const F&, const std::array<double, N>& x) {
  const auto sum = [](const auto& at) { return functions::total(F{}(at)); };
  const auto [value, slopes] = value_and_gradient(sum, x);
  CHECK(value == doctest::Approx(sum(x)));
  CHECK(slopes == gradient(sum, x));
  const auto H = hessian(sum, x);
  const auto slope = [&](const auto& at) { return gradient(sum, at); };
  CHECK(distance(H, quotients(slope, x)) < 1e-7);
  CHECK(distance(H, hessian(hidden(sum), x)) < 1e-11);
  const auto v = functions::numbers<N>(4);
  std::array<double, N> product{};
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) product[i] += H[i][j] * v[j];
  CHECK(distance(hvp(sum, x, v), product) < 1e-11);
  CHECK(distance(hvp(hidden(sum), x, v), product) < 1e-11);
}

}  // namespace

TEST_CASE("Jacobians of all modes agree") {
  functions::for_each([](const auto& f, const auto& x) { check_jacobian(f, x); });
}

TEST_CASE("products with the Jacobian") {
  functions::for_each([](const auto& f, const auto& x) { check_products(f, x); });
}

TEST_CASE("gradients, Hessians and their products") {
  functions::for_each([](const auto& f, const auto& x) { check_second_order(f, x); });
}

TEST_CASE("every primitive is straight-line code") {
  primitive::Elementwise::for_each([]<class Op>() {
    if constexpr (Op::facts.signature == Signature::arithmetic && Op::arity <= 2) {
      const auto f = [](const auto& x) -> std::remove_cvref_t<decltype(x[0])> {
        if constexpr (Op::arity == 1) return primitive::apply<Op>(x[0]) * x[1];
        else return primitive::apply<Op>(x[0], x[1]) * x[1];
      };
      CAPTURE(std::string(Op::facts.name));
      const Interval probe = Op::facts.probe;  // inside of every domain
      const double first = Op::facts.integers ? 0.4 : probe.low + 0.55 * (probe.high - probe.low);
      const std::array<double, 2> x{first, 0.7};
      CHECK(distance(jacobian(f, x), columns_by_duals(f, x)) < 1e-14);
      static_assert(is_straight_line<decltype(f), 2>);
    }
  });
}

TEST_CASE("zero wins over infinity, in every mode") {
  const auto length = [](const auto& x) { return sqrt(x[0] * x[0] + x[1] * x[1]); };
  const auto root = [](const auto& x) { return where(x[0] > 0.0, x[0] * log(x[0]) * x[1], x[1]); };
  const std::array<double, 2> zero{0, 0}, edge{0, 2};
  CHECK(gradient(length, zero) == std::array<double, 2>{0, 0});
  CHECK(gradient(hidden(length), zero) == std::array<double, 2>{0, 0});
  CHECK(gradient(root, edge) == std::array<double, 2>{0, 1});
  CHECK(gradient(hidden(root), edge) == std::array<double, 2>{0, 1});
  CHECK(gradient([](const auto& x) { return sqrt(x[0]) + x[1]; }, zero)[0] == inf);
  CHECK(std::isnan(gradient(length, std::array{fenchel::nan, 1.0})[1]));
}

TEST_CASE("what is not straight-line code still has derivatives") {
  const auto branch = [](const auto& x) { return x[0] > 0.0 ? x[0] * x[1] : -x[1]; };
  static_assert(!is_straight_line<decltype(branch), 2>);
  CHECK(gradient(branch, std::array{2.0, 3.0}) == std::array{3.0, 2.0});
  CHECK(gradient(branch, std::array{-2.0, 3.0}) == std::array{0.0, -1.0});
  const double scale = 3;
  const auto captured = [scale](const auto& x) { return scale * x[0]; };
  CHECK(gradient(captured, std::array{2.0}) == std::array{3.0});
  const auto passive = [](const auto& x, const auto& p, const auto& q) { return q * x[0] * p[1]; };
  static_assert(is_straight_line<decltype(passive), 1, std::array<double, 2>, double>);
  CHECK(gradient(passive, std::array{2.0}, std::array{5.0, 7.0}, 3.0) == std::array{21.0});
}

TEST_CASE("constant results, unused inputs, inputs as results") {
  const auto f = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::array<T, 4>{x[1], T(3.0), x[0] - x[0], x[1] + 2 * x[1]};
  };
  const auto J = jacobian(f, std::array{1.0, 2.0, 3.0});
  using Row = std::array<double, 3>;
  CHECK(J == std::array{Row{0, 1, 0}, Row{0, 0, 0}, Row{0, 0, 0}, Row{0, 3, 0}});
}

TEST_CASE("a planted fault is caught") {
  const auto broken = [](const auto& x) { return primitive::apply<primitive::BrokenErf>(x[0]); };
  const std::array<double, 1> x{0.3};
  CHECK(distance(jacobian(broken, x), quotients(broken, x)) > 1e-5);  // the bound above is 1e-7
}

TEST_CASE("float has the same code") {
  const auto f = [](const auto& x) { return exp(x[0]) / x[1] + tanh(x[1]); };
  const auto single = gradient(f, std::array{0.5f, 2.0f});
  const auto precise = gradient(f, std::array{0.5, 2.0});
  static_assert(std::is_same_v<decltype(single), const std::array<float, 2>>);
  for (std::size_t i = 0; i < 2; ++i) CHECK(single[i] == doctest::Approx(precise[i]).epsilon(1e-6));
  CHECK(hessian(f, std::array{0.5f, 2.0f})[0][1] ==
        doctest::Approx(hessian(f, std::array{0.5, 2.0})[0][1]).epsilon(1e-6));
}
