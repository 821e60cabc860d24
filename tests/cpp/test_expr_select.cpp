// SPDX-License-Identifier: Apache-2.0
// Choices: every comparison at every special point, over branches whose values and partials are
// infinite or NaN where they are not taken; and choices around reductions, lets and products.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>
#include <fenchel/forward.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

using namespace fenchel;

namespace {

const double points[] = {-inf, -2, -1, -0.0, 0, 0.5, 1, 2, 4, inf, fenchel::nan};

/// Branches that are not finite, or whose partials are not, at many of the points.
struct Root {
  template <class X>
  static auto of(const X& x) {
    return sqrt(x) + log(x);
  }
};
struct Entropy {
  template <class X>
  static auto of(const X& x) {
    return x * log(x);
  }
};
struct Pole {
  template <class X>
  static auto of(const X& x) {
    return 1.0 / (x * x);
  }
};
struct Power {
  template <class X>
  static auto of(const X& x) {
    return pow(x, -0.5) * exp(x * x);
  }
};

template <class T>
bool same(T a, T b) {
  return a == b || (std::isnan(a) && std::isnan(b)) ||
         std::abs(a - b) <= 64 * std::numeric_limits<T>::epsilon() * std::abs(b);
}

/// Whether a gradient is that of the branch, if that was taken and is finite there, or else 0.
template <class F, class T>
bool is_gradient(T g, bool taken, T x) {
  if (!taken) return g == 0;
  const T partial = derivative([](const auto& at) { return F::of(at); }, x);
  return !std::isfinite(partial) || same(g, partial);
}

/// All pairs of points, the masks that compare them, and gradients.
template <class T>
struct Pairs {
  std::vector<T> x, y, gx, gy;
  Pairs() {
    for (double a : points)
      for (double b : points) x.push_back(static_cast<T>(a)), y.push_back(static_cast<T>(b));
    gx.assign(x.size(), T(99)), gy = gx;
  }
};

/// Gradients that differ from those of the branch taken, by forward mode at that branch alone.
template <class F, class G, class T, class Compare>
std::size_t leaks(const Compare& compare) {
  Pairs<T> d;
  const auto a = active(d.x, d.gx), b = active(d.y, d.gy);
  value_and_grad(sum(select(compare(a, b), F::of(a), G::of(b))));
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    const bool first = compare(d.x[i], d.y[i]);
    wrong += !is_gradient<F>(d.gx[i], first, d.x[i]) + !is_gradient<G>(d.gy[i], !first, d.y[i]);
  }
  return wrong;
}

/// The value of each choice alone: a sum of all would be NaN.
template <class F, class Compare>
std::size_t wrong_values(const Compare& compare) {
  std::size_t wrong = 0;
  for (double x : points)
    for (double y : points) {
      const std::array a{x}, b{y};
      const double chosen =
          value(sum(select(compare(passive(a), passive(b)), F::of(passive(a)), 7)));
      wrong += !same(chosen, compare(x, y) ? double(F::of(x)) : 7);
    }
  return wrong;
}

template <class F, class Compare>
void check(const Compare& compare) {
  CHECK(leaks<F, Entropy, double>(compare) == 0);
  CHECK(wrong_values<F>(compare) == 0);
}

}  // namespace

TEST_CASE("no comparison lets the branch not taken leak") {
  check<Root>([](const auto& x, const auto& y) { return x < y; });
  check<Entropy>([](const auto& x, const auto& y) { return x <= y; });
  check<Pole>([](const auto& x, const auto& y) { return x > y; });
  check<Power>([](const auto& x, const auto& y) { return x >= y; });
  check<Root>([](const auto& x, const auto& y) { return x == y; });
  check<Entropy>([](const auto& x, const auto& y) { return x != y; });
  CHECK(leaks<Root, Pole, float>([](const auto& x, const auto& y) { return x < y; }) == 0);
}

TEST_CASE("the check sees a branch that leaks") {
  Pairs<double> d;
  const auto a = active(d.x, d.gx);
  value_and_grad(sum(where(a > 0.0, 1.0, 0.0) * Entropy::of(a)));
  CHECK(std::isnan(d.gx.front()));
}

TEST_CASE("a mask of the caller's, of both kinds and in both types") {
  const std::array<bool, 5> taken{true, false, true, true, false};
  std::vector<unsigned char> bytes{1, 0, 255, 1, 0};
  const std::vector<double> x{4, -1, 1, 0.25, 0};
  const std::vector<float> y(x.begin(), x.end());
  std::vector<double> g(5, 99);
  std::vector<float> h(5, 99);
  CHECK(value_and_grad(sum(select(passive(taken), sqrt(active(x, g)), 0.0))) == 3.5);
  CHECK(g == std::vector<double>{0.25, 0, 0.5, 1, 0});
  CHECK(value_and_grad(sum(select(passive(bytes), sqrt(active(y, h)), 0))) == 3.5f);
  CHECK(h == std::vector<float>{0.25f, 0, 0.5f, 1, 0});
  const auto some = passive(taken.data(), 5) & (passive(x) < 2.0) & logical_not(passive(bytes));
  CHECK(value(sum(select(some | passive(bytes), 1.0, active(x, g)))) == 2);
}

TEST_CASE("masks of all lengths around a packet") {
  for (std::size_t n = 0; n < 40; ++n) {
    std::vector<unsigned char> flags(n);
    std::vector<double> x(n, -1), g(n, 99), expected(n);
    for (std::size_t i = 0; i < n; ++i)
      if (i % 3 == 1) flags[i] = 1, x[i] = 4, expected[i] = 0.25;
    value_and_grad(sum(select(passive(flags), sqrt(active(x, g)), 0.0)));
    CHECK(g == expected);
  }
}

TEST_CASE("a reduction that is not chosen leaks nothing") {
  const std::vector<double> x{-1, 0, fenchel::nan, inf};
  std::vector<double> g(4, 99);
  double s = 0, slope = 99;
  const auto a = active(x, g);
  const auto b = active(s, slope);
  const auto unchosen = [&](const auto& reduction) {
    g.assign(4, 99), slope = 99;
    const double value = value_and_grad(select(b > 0.0, reduction, 2 * b));
    return value == 0 && slope == 2 && g == std::vector<double>(4, 0);
  };
  CHECK(unchosen(logsumexp(a * b)));
  CHECK(unchosen(sum(a * log(b))));
  CHECK(unchosen(prod(a / b)));
  CHECK(unchosen(log(norm(a)) * max(a)));
}

TEST_CASE("scalars of a branch that no element takes leak nothing") {
  const std::vector<double> x{-1, -2, -3}, y{fenchel::nan, inf, 1};
  std::vector<double> g(3, 99), h(3, 99);
  double s = 0, slope = 99;
  const auto a = active(x, g);
  const auto b = active(s, slope);
  const auto entropy = b * log(b);
  value_and_grad(sum(select(a > 0.0, a * entropy, a)));
  CHECK(slope == 0);
  value_and_grad(sum(select(a > 0.0, a * let(entropy), a)) + 3 * b);
  CHECK(slope == 3);
  value_and_grad(sum(select(a > 0.0, a * sum(active(y, h)), a)));
  CHECK(h == std::vector<double>(3, 0));
  CHECK(g == std::vector<double>(3, 1));
}

TEST_CASE("rows of a product that are not chosen leak nothing") {
  std::vector<double> X{1, 2, fenchel::nan, inf, 3, 4}, gX(6, 99), w{inf, 1}, v{2, 1}, g(2, 99);
  const auto A = active(matrix(X.data(), 3, 2), matrix(gX.data(), 3, 2));
  const std::array<bool, 3> observed{true, false, true};
  CHECK(value_and_grad(sum(select(passive(observed), matmul(A, active(v, g)), 0.0))) == 14);
  CHECK(g == std::vector<double>{4, 6});
  CHECK(gX == std::vector<double>{2, 1, 0, 0, 2, 1});
  const std::array<bool, 3> none{};
  value_and_grad(sum(select(passive(none), matmul(A, passive(w)), 0.0)));
  CHECK(gX == std::vector<double>(6, 0));
}

TEST_CASE("a leaf that only a mask looks at has the gradient 0") {
  const std::vector<double> x{-1, 2, 3}, y{1, 2, 3};
  std::vector<double> g(5, 99), h(3, 99);
  double s = 0.5, slope = 99;
  const auto mask = active(x.data(), g.data() + 1, 3) > active(s, slope);
  CHECK(value_and_grad(sum(select(mask, active(y, h), 0.0))) == 5);
  CHECK(h == std::vector<double>{0, 1, 1});
  CHECK(g == std::vector<double>{99, 0, 0, 0, 99});
  CHECK(slope == 0);
  g.assign(5, 99), slope = 99;
  CHECK(value_and_grad(sum(select(mask, 1.0, passive(y)))) == 3);
  CHECK(g == std::vector<double>{99, 0, 0, 0, 99});
  CHECK(slope == 0);
}

TEST_CASE("a mismatch names the mask") {
  const std::array<bool, 3> flags{};
  const std::vector<double> x(4);
  std::string message;
  try {
    select(passive(std::span<const bool>(flags)), passive(x), 0.0);
  } catch (const ShapeError& error) {
    message = error.what();
  }
  CHECK(message == "where(mask[3], passive[4], 0.000000): sizes 3 and 4 differ");
}
