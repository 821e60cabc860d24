// SPDX-License-Identifier: Apache-2.0
// Every reduction against its definition in long double: all sizes around a packet, of leaves and
// of formulas, alone and inside other formulas; and at the points where a choice was made.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

using Real = long double;
using Reals = std::vector<Real>;

/// A row of the table: the node and the definition of value and gradient.
struct SumRow {
  static constexpr const char* name = "sum";
  template <class E>
  static auto node(const E& e) {
    return sum(e);
  }
  static Real value(const Reals& y) {
    Real total = 0;
    for (Real v : y) total += v;
    return total;
  }
  static Real partial(const Reals&, std::size_t) { return 1; }
};

struct MeanRow {
  static constexpr const char* name = "mean";
  template <class E>
  static auto node(const E& e) {
    return mean(e);
  }
  static Real value(const Reals& y) { return SumRow::value(y) / static_cast<Real>(y.size()); }
  static Real partial(const Reals& y, std::size_t) { return 1 / static_cast<Real>(y.size()); }
};

struct ProdRow {
  static constexpr const char* name = "prod";
  template <class E>
  static auto node(const E& e) {
    return prod(e);
  }
  static Real value(const Reals& y) {
    Real product = 1;
    for (Real v : y) product *= v;
    return product;
  }
  static Real partial(const Reals& y, std::size_t i) {
    Real others = 1;
    for (std::size_t k = 0; k < y.size(); ++k) others *= k == i ? 1 : y[k];
    return others;
  }
};

template <int Sign>
struct ExtremeRow {
  static constexpr const char* name = Sign > 0 ? "max" : "min";
  template <class E>
  static auto node(const E& e) {
    if constexpr (Sign > 0) return max(e);
    else return min(e);
  }
  static Real value(const Reals& y) {
    Real best = y[0];
    for (Real v : y) best = Sign * v > Sign * best ? v : best;
    return best;
  }
  static Real partial(const Reals& y, std::size_t i) {
    const Real best = value(y);
    Real ties = 0;
    for (Real v : y) ties += v == best;
    return y[i] == best ? 1 / ties : 0;
  }
};

struct NormRow {
  static constexpr const char* name = "norm";
  template <class E>
  static auto node(const E& e) {
    return norm(e);
  }
  static Real value(const Reals& y) {
    Real squares = 0;
    for (Real v : y) squares += v * v;
    return std::sqrt(squares);
  }
  static Real partial(const Reals& y, std::size_t i) { return y[i] == 0 ? 0 : y[i] / value(y); }
};

struct LogSumExpRow {
  static constexpr const char* name = "logsumexp";
  template <class E>
  static auto node(const E& e) {
    return logsumexp(e);
  }
  static Real value(const Reals& y) {
    Real total = 0;
    for (Real v : y) total += std::exp(v);
    return std::log(total);
  }
  static Real partial(const Reals& y, std::size_t i) {
    const Real e = std::exp(y[i]);
    return e == 0 ? 0 : e / std::exp(value(y));
  }
};

/// A row whose gradient is wrong in one element: the check must see it.
struct BrokenRow : SumRow {
  static Real partial(const Reals& y, std::size_t i) { return i + 1 == y.size() ? 1.001L : 1; }
};

template <class Visit>
void each_row(const Visit& visit) {
  visit.template operator()<SumRow>();
  visit.template operator()<MeanRow>();
  visit.template operator()<ProdRow>();
  visit.template operator()<ExtremeRow<1>>();
  visit.template operator()<ExtremeRow<-1>>();
  visit.template operator()<NormRow>();
  visit.template operator()<LogSumExpRow>();
}

bool near(Real a, Real b, Real bound) {
  return a == b || std::abs(a - b) <= bound * (1 + std::abs(b));
}

/// x, gradients, and scalars with theirs, at a chosen misalignment.
template <class T>
struct Data {
  std::size_t n, shift;
  std::vector<T> x, g;
  T a = T(0.75), b = T(0.25), ga = 99, gb = 99;

  explicit Data(std::size_t size, std::size_t misaligned = 0)
      : n(size), shift(misaligned), x(n + shift), g(n + shift, T(99)) {
    std::mt19937 random(static_cast<unsigned>(n));
    std::uniform_real_distribution<double> draw(-1.5, 1.5);
    for (T& v : x) v = static_cast<T>(draw(random));
  }
  auto leaf() { return active(x.data() + shift, g.data() + shift, n); }
  Reals reals(Real slope = 1, Real offset = 0) const {
    Reals y;
    for (std::size_t i = shift; i < n + shift; ++i) y.push_back(slope * x[i] + offset);
    return y;
  }
  bool untouched() const { return shift == 0 || g[0] == T(99); }
};

/// How many numbers of value and gradient are wrong: f(y) with y = x or a x + b, and outer(f).
template <class Row, class T>
std::size_t mistakes(std::size_t n, std::size_t shift, Real bound) {
  Data<T> d(n, shift);
  const Reals y = d.reals();
  std::size_t wrong = 0;
  const auto check = [&](Real value, Real factor) {
    wrong += !near(value, factor == 1 ? Row::value(y) : value, bound) + !d.untouched();
    for (std::size_t i = 0; i < n; ++i)
      wrong += !near(d.g[i + shift], factor * Row::partial(y, i), bound * (1 + std::abs(factor)));
  };
  const auto node = Row::node(d.leaf());
  check(value(node), value_and_grad(node) == value(node) ? 1 : 2);
  const Real f = Row::value(y);
  check(value_and_grad(3 * node), 3);
  check(value_and_grad(square(node)), 2 * f);
  check(value_and_grad(node * node + node), 2 * f + 1);
  const auto shared = let(node);
  check(value_and_grad(shared * shared + shared), 2 * f + 1);
  return wrong;
}

/// The same of a body with scalars, whose derivatives are sums.
template <class Row, class T>
std::size_t mistakes_of_body(std::size_t n, Real bound) {
  Data<T> d(n);
  const Reals y = d.reals(d.a, d.b);
  const auto e = Row::node(active(d.a, d.ga) * d.leaf() + active(d.b, d.gb));
  std::size_t wrong = !near(value_and_grad(e), Row::value(y), bound);
  Real da = 0, db = 0, scale = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const Real partial = Row::partial(y, i);
    wrong += !near(d.g[i], d.a * partial, bound);
    da += partial * d.x[i], db += partial, scale += std::abs(partial);
  }
  return wrong + !near(d.ga, da, bound * scale) + !near(d.gb, db, bound * scale);
}

template <class T>
std::vector<std::size_t> sizes() {
  constexpr std::size_t W = simd::native_lanes<T>;
  return {1, 2, 3, W - 1, W, W + 1, 2 * W + 1, 4 * W, 4 * W + 3, 5 * W + 1, 100};
}

template <class T>
struct Point {
  std::vector<T> x, g;
  explicit Point(std::vector<T> data) : x(std::move(data)), g(x.size(), T(99)) {}
  auto leaf() { return active(x, g); }
};

}  // namespace

TEST_CASE_TEMPLATE("reductions are their definitions at all sizes", T, double, float) {
  const Real bound = 400 * std::numeric_limits<T>::epsilon();
  each_row([&]<class Row>() {
    CAPTURE(std::string(Row::name));
    for (const std::size_t n : sizes<T>()) {
      CAPTURE(n);
      CHECK(mistakes<Row, T>(n, 0, bound) == 0);
      CHECK(mistakes<Row, T>(n, 1, bound) == 0);
      CHECK(mistakes_of_body<Row, T>(n, bound) == 0);
    }
  });
}

TEST_CASE("the check sees a wrong gradient") {
  CHECK(mistakes<BrokenRow, double>(11, 0, 1e-12L) > 0);
  CHECK(mistakes_of_body<BrokenRow, double>(11, 1e-12L) > 0);
}

TEST_CASE("fixed sizes, and reductions inside arrays and scalars of others") {
  std::array<double, 5> x{0.5, -1, 2, 0.25, 1}, g{};
  const auto a = active(x, g);
  const auto f = [&] { return value(sum(exp(a - logsumexp(a)) * (a - max(a))) / norm(a)); };
  value_and_grad(sum(exp(a - logsumexp(a)) * (a - max(a))) / norm(a));
  for (std::size_t i = 0; i < 5; ++i) {
    const double at = x[i], h = 1e-5;
    x[i] = at + h;
    const double up = f();
    x[i] = at - h;
    const double slope = (up - f()) / (2 * h);
    x[i] = at;
    CHECK(g[i] == doctest::Approx(slope).epsilon(1e-8));
  }
}

TEST_CASE("reductions of nothing") {
  Point<double> p({});
  CHECK(value_and_grad(prod(p.leaf())) == 1);
  CHECK(value_and_grad(norm(p.leaf())) == 0);
  CHECK(value_and_grad(logsumexp(p.leaf())) == -inf);
  CHECK_THROWS_AS(max(p.leaf()), ShapeError);
  CHECK_THROWS_AS(min(p.leaf() * 2.0), ShapeError);
}

TEST_CASE("ties share, and a NaN wins") {
  Point<double> p({1, 3, 3, -2, 3, -2, 0, 1, 2, 3});
  value_and_grad(max(p.leaf()) + 6 * min(p.leaf()));
  CHECK(p.g == std::vector<double>{0, 0.25, 0.25, 3, 0.25, 3, 0, 0, 0, 0.25});
  Point<double> same(std::vector<double>(100, -inf));
  CHECK(value_and_grad(max(same.leaf())) == -inf);
  CHECK(same.g == std::vector<double>(100, 0.01));
  p.x[4] = fenchel::nan;
  CHECK(std::isnan(value_and_grad(max(p.leaf()))));
  CHECK(std::isnan(value(min(p.leaf()))));
  Point<double> chosen({-1, 0, 4});  // the branch not taken leaks no NaN
  value_and_grad(max(sqrt(chosen.leaf() * chosen.leaf())));
  CHECK(chosen.g == std::vector<double>{0, 0, 1});
}

TEST_CASE_TEMPLATE("a norm neither overflows nor vanishes", T, double, float) {
  for (const T scale : {std::numeric_limits<T>::max() / 8, std::numeric_limits<T>::min(), T(1)}) {
    Point<T> p({3 * scale, 0, 4 * scale});
    CHECK(value_and_grad(norm(p.leaf())) == doctest::Approx(5 * scale).epsilon(1e-6));
    CHECK(p.g[0] == doctest::Approx(0.6));
    CHECK(p.g[1] == 0);
    CHECK(p.g[2] == doctest::Approx(0.8));
  }
  Point<T> origin({0, 0, -T(0)});
  CHECK(value_and_grad(norm(origin.leaf())) == 0);
  CHECK(origin.g == std::vector<T>{0, 0, 0});
  Point<T> infinite({1, T(inf)});
  CHECK(value(norm(infinite.leaf())) == T(inf));
}

TEST_CASE("logsumexp at the ends of the range") {
  Point<double> large({1000, 1000, -1000, -inf});
  CHECK(value_and_grad(logsumexp(large.leaf())) == doctest::Approx(1000 + std::log(2.0)));
  const double shares[] = {0.5, 0.5, 0, 0};
  for (int i = 0; i < 4; ++i) CHECK(large.g[i] == shares[i]);
  Point<double> none({-inf, -inf});
  CHECK(value_and_grad(logsumexp(none.leaf())) == -inf);
  CHECK(none.g == std::vector<double>{0, 0});
  CHECK(value_and_grad(exp(logsumexp(none.leaf()))) == 0);
  CHECK(none.g == std::vector<double>{0, 0});
  Point<double> broken({0, fenchel::nan});
  CHECK(std::isnan(value(logsumexp(broken.leaf()))));
}

TEST_CASE("logsumexp where gradients are added, and with a matrix") {
  Point<double> p({0.5, -1, 2});
  const auto a = p.leaf();
  const double total = value(logsumexp(a));
  value_and_grad(logsumexp(a) + logsumexp(2 * a) + sum(a));
  const double doubled = value(logsumexp(2 * a));
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(p.g[i] ==
          doctest::Approx(std::exp(p.x[i] - total) + 2 * std::exp(2 * p.x[i] - doubled) + 1));
  const std::vector<double> X{1, 2, 3, 4, 5, 6};
  value_and_grad(logsumexp(matmul(matrix(X.data(), 2, 3), a)));
  const double s = 1 * 0.5 - 2 + 6, t = 4 * 0.5 - 5 + 12, share = 1 / (1 + std::exp(s - t));
  CHECK(p.g[0] == doctest::Approx(1 * (1 - share) + 4 * share));
}
