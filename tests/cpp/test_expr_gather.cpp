// SPDX-License-Identifier: Apache-2.0
// Indexed models: gather and segment_sum against loops, all sizes around a packet, indices in any
// order and repeated, inside larger formulas; and what wrong indices say.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

enum class Order { sorted, random, equal };

/// y in groups with a mean each.
template <class T, class I>
struct Groups {
  std::vector<T> y, mu, gy, gmu, room;
  std::vector<I> group;
  T sigma = T(1.5), gsigma = 99;

  Groups(std::size_t n, std::size_t groups, Order order)
      : y(n), mu(groups), gy(n, T(99)), gmu(groups, T(99)), room(2 * groups, T(99)), group(n) {
    std::mt19937 random(static_cast<unsigned>(n + 100 * groups));
    std::normal_distribution<double> draw;
    for (auto* v : {&y, &mu})
      for (T& x : *v) x = static_cast<T>(draw(random));
    for (I& g : group) g = order == Order::equal ? I(groups - 1) : I(random() % groups);
    if (order == Order::sorted) std::sort(group.begin(), group.end());
  }
  auto data() { return active(y, gy); }
  auto means() { return active(mu, gmu); }
  auto scale() { return active(sigma, gsigma); }
};

/// A check of both nodes: value and gradients of one formula by the engine and by loops.
template <class T>
struct Sums {
  long double value = 0, sigma = 0;
  std::vector<long double> y, mu;
};

/// sum over elements of exp(-(y - mu[group])^2 / sigma).
template <class T, class I>
Sums<T> kernels_by_loop(const Groups<T, I>& d) {
  Sums<T> s{0, 0, std::vector<long double>(d.y.size()), std::vector<long double>(d.mu.size())};
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const auto g = static_cast<std::size_t>(d.group[i]);
    const long double z = static_cast<long double>(d.y[i]) - d.mu[g];
    const long double e = std::exp(-z * z / d.sigma), slope = -2 * z * e / d.sigma;
    s.value += e, s.y[i] = slope, s.mu[g] -= slope, s.sigma += e * z * z / (d.sigma * d.sigma);
  }
  return s;
}
template <class T, class I>
auto kernels(Groups<T, I>& d) {
  return sum(exp(-square(d.data() - gather(d.means(), d.group)) / d.scale()));
}

/// sum over groups of exp(mean of the group) times its total of y^2: a segment sum inside a
/// formula.
template <class T, class I>
Sums<T> totals_by_loop(const Groups<T, I>& d) {
  Sums<T> s{0, 0, std::vector<long double>(d.y.size()), std::vector<long double>(d.mu.size())};
  std::vector<long double> total(d.mu.size());
  for (std::size_t i = 0; i < d.y.size(); ++i)
    total[std::size_t(d.group[i])] += static_cast<long double>(d.y[i]) * d.y[i] * d.sigma;
  for (std::size_t g = 0; g < total.size(); ++g) {
    const long double weight = std::exp(static_cast<long double>(d.mu[g]));
    s.value += weight * std::log1p(total[g]), s.mu[g] = weight * std::log1p(total[g]);
    const long double slope = weight / (1 + total[g]);
    for (std::size_t i = 0; i < d.y.size(); ++i)
      if (std::size_t(d.group[i]) == g) {
        s.y[i] = slope * 2 * d.y[i] * d.sigma;
        s.sigma += slope * d.y[i] * d.y[i];
      }
  }
  return s;
}

template <class T>
bool near(const std::vector<T>& a, const std::vector<long double>& b, long double bound) {
  bool good = true;
  for (std::size_t i = 0; i < a.size(); ++i) good = good && std::abs(a[i] - b[i]) <= bound;
  return good;
}

template <class T, class I, class E>
bool is_right(Groups<T, I>& d, const E& e, const Sums<T>& expected) {
  const long double bound =
      64 * std::numeric_limits<T>::epsilon() * (2 + static_cast<long double>(d.y.size()));
  bool good = true;
  for (int twice = 0; twice < 2; ++twice) {
    good = good && std::abs(value_and_grad(e) - expected.value) <= 4 * bound;
    good = good && near(d.gy, expected.y, bound) && near(d.gmu, expected.mu, bound) &&
           std::abs(d.gsigma - expected.sigma) <= 4 * bound;
  }
  return good;
}

template <class T, class I>
void check(Order order) {
  for (const std::size_t n : {0, 1, 2, 7, 8, 9, 16, 17, 33, 100})
    for (const std::size_t groups : {1, 3, 8, 19}) {
      CAPTURE(n);
      CAPTURE(groups);
      Groups<T, I> d(n, groups, order);
      CHECK(is_right(d, kernels(d), kernels_by_loop(d)));
      const auto totals = segment_sum(square(d.data()) * d.scale(), d.group, d.room);
      CHECK(is_right(d, sum(exp(d.means()) * log1p(totals)), totals_by_loop(d)));
    }
}

template <class Error, class F>
std::string message_of(const F& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("indices in any order, of any type, in both precisions") {
  check<double, std::int64_t>(Order::random);
  check<double, std::int64_t>(Order::sorted);
  check<float, std::uint16_t>(Order::equal);
}

TEST_CASE("the check sees a gradient that forgets a repeated index") {
  Groups<double, std::int64_t> d(20, 3, Order::random);
  auto expected = kernels_by_loop(d);
  CHECK(is_right(d, kernels(d), expected));
  expected.mu[1] += 1e-3;
  CHECK(!is_right(d, kernels(d), expected));
}

TEST_CASE("the normal log density of groups, as one writes it") {
  Groups<double, std::int64_t> d(33, 4, Order::sorted);
  const auto z = (d.data() - gather(d.means(), d.group)) / d.scale();
  value_and_grad(sum(-0.5 * (z * z) - log(d.scale())));
  double slope = -33 / d.sigma;
  for (std::size_t i = 0; i < 33; ++i) {
    const double residual = d.y[i] - d.mu[std::size_t(d.group[i])];
    CHECK(d.gy[i] == doctest::Approx(-residual / (d.sigma * d.sigma)));
    d.gmu[std::size_t(d.group[i])] -= residual / (d.sigma * d.sigma);
    slope += residual * residual / (d.sigma * d.sigma * d.sigma);
  }
  for (const double left : d.gmu) CHECK(std::abs(left) < 1e-12);
  CHECK(d.gsigma == doctest::Approx(slope));
}

TEST_CASE("one array gathered twice, and beside itself") {
  const std::vector<double> x{1, 2, 3, 4};
  std::vector<double> g(4, 99);
  const std::array<int, 4> i{3, 3, 0, 1}, k{0, 2, 2, 2};
  const auto a = active(x, g);
  CHECK(value_and_grad(dot(gather(a, i), gather(a, k)) + sum(a * a)) == 4 + 12 + 3 + 6 + 30);
  CHECK(g == std::vector<double>{4 + 3 + 2, 3 + 4, 4 + 1 + 2 + 6, 1 + 3 + 8});
  CHECK(value_and_grad(sum(a * gather(a, i))) == 4 + 8 + 3 + 8);
  CHECK(g == std::vector<double>{4 + 3, 4 + 4, 1, 2 + 1 + 2});
}

TEST_CASE("passive arrays are not written, and packets do not read past the indices") {
  const std::vector<double> x{1, 2, 3};
  std::vector<double> g(2, 99);
  const std::vector<double> w{5, 7};
  const std::vector<unsigned> i{2, 0};
  CHECK(value_and_grad(sum(gather(passive(x), i) * active(w, g))) == 22);
  CHECK(g == std::vector<double>{3, 1});
  const auto e = sum(gather(passive(x), i));
  static_assert(!decltype(e)::is_active);
  CHECK(value_and_grad(e) == 4);
}

TEST_CASE("a segment sum used twice, in a nested reduction, and in logsumexp") {
  const std::vector<double> x{0.5, -1, 2, 0.25, 1};
  std::vector<double> g(5, 99), room(6, 99);
  const std::array<int, 5> s{0, 2, 0, 1, 2};
  const auto totals = segment_sum(active(x, g), s, room);  // 2.5, 0.25, 0
  CHECK(value_and_grad(sum(totals * totals) + sum(totals)) == 6.25 + 0.0625 + 2.75);
  const double of_squares[] = {2 * 2.5 + 1, 2 * 0.25 + 1, 1};
  for (std::size_t i = 0; i < 5; ++i) CHECK(g[i] == of_squares[s[i]]);
  // t . t * sum(t), with the sum inside the pass
  value_and_grad(sum(totals * (totals * sum(totals))));
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(g[i] == doctest::Approx(6.3125 + 2 * (of_squares[s[i]] - 1) / 2 * 2.75));
  const double whole = std::log(std::exp(2.5) + std::exp(0.25) + 1);
  CHECK(value_and_grad(logsumexp(totals)) == doctest::Approx(whole));
  const double t[] = {2.5, 0.25, 0};
  for (std::size_t i = 0; i < 5; ++i) CHECK(g[i] == doctest::Approx(std::exp(t[s[i]] - whole)));
  value_and_grad(logsumexp(totals) + max(totals));
  CHECK(g[0] == doctest::Approx(std::exp(2.5 - whole) + 1));
  CHECK(g[1] == doctest::Approx(std::exp(0.0 - whole)));
}

TEST_CASE("segments that are not chosen leak nothing") {
  const std::vector<double> x{0, 4, -1};
  std::vector<double> g(3, 99);
  std::array<double, 4> room{};
  const std::array<int, 3> s{1, 0, 1};
  const auto a = active(x, g);
  const auto totals = segment_sum(a * log(a), s, room);
  static_assert(decltype(totals)::extent == 2);
  value_and_grad(sum(select(totals > 0.0, totals, 0.0)));
  CHECK(g == std::vector<double>{0, std::log(4.0) + 1, 0});
}

TEST_CASE("indices that were checked are not checked again") {
  const std::vector<double> x{1, 2, 3}, y{1, 2};
  std::vector<double> g(3), room(6);
  const std::vector<int> i{2, 1, 2};
  const auto checked = indices(i, 3);
  CHECK(value_and_grad(sum(square(gather(active(x, g), checked)))) == 9 + 4 + 9);
  CHECK(g == std::vector<double>{0, 4, 12});
  CHECK(value(max(segment_sum(passive(x), checked, room))) == 4);
  CHECK(message_of<ShapeError>([&] { gather(passive(y), checked); }) ==
        "gather(passive[2], indices[3]): indices below 3 into size 2");
}

TEST_CASE("what a wrong index or size says") {
  const std::vector<double> x{1, 2, 3}, y(5);
  std::vector<double> room(8), odd(3);
  const std::vector<int> past{0, 1, 3, 9}, negative{0, -1}, good{0, 1, 2};
  CHECK(message_of<IndexError>([&] { gather(passive(x), past); }) ==
        "gather(passive[3], indices[4]): index 3 at position 2 is out of bounds for size 3");
  CHECK(message_of<IndexError>([&] { gather(passive(x), negative); }) ==
        "gather(passive[3], indices[2]): index -1 at position 1 is out of bounds for size 3");
  const std::vector<double> many(300);
  const std::vector<signed char> small{1, -1};
  CHECK(message_of<IndexError>([&] { gather(passive(many), small); }) ==
        "gather(passive[300], indices[2]): index -1 at position 1 is out of bounds for size 300");
  std::vector<unsigned long> last(40, 7);
  last[21] = 8;
  CHECK(message_of<IndexError>([&] { indices(last, 8); }) ==
        "indices[40]: index 8 at position 21 is out of bounds for size 8");
  CHECK(message_of<IndexError>([&] { indices(past, 9); }) ==
        "indices[4]: index 9 at position 3 is out of bounds for size 9");
  CHECK(message_of<IndexError>([&] { segment_sum(exp(passive(y)), past, room); }) ==
        "segment_sum(exp(passive[5]), indices[4]): index 9 at position 3 is out of bounds for size "
        "4");
  CHECK(message_of<ShapeError>([&] { segment_sum(passive(y), good, room); }) ==
        "segment_sum(passive[5], indices[3]): sizes 5 and 3 differ");
  CHECK(message_of<ShapeError>([&] { segment_sum(passive(x), good, odd); }) ==
        "segment_sum: a room of 3 numbers does not hold two a segment");
  CHECK(message_of<ShapeError>([&] { passive(y) - gather(passive(x), good); }) ==
        "subtract(passive[5], gather(passive[3], indices[3])): sizes 5 and 3 differ");
}
