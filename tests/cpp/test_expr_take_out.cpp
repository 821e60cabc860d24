// SPDX-License-Identifier: Apache-2.0
// Scalars that leave sums, and lets of scalars: the same values and gradients, fewer operations.
#include <doctest/doctest.h>
#include <fenchel/expr.hpp>

#include <cmath>
#include <vector>

using namespace fenchel;

namespace {

template <class T>
struct Normal {
  std::vector<T> x, g;
  T mu, sigma, g_mu = 99, g_sigma = 99;

  Normal(std::size_t n, T m, T s) : x(n), g(n, T(99)), mu(m), sigma(s) {
    for (std::size_t i = 0; i < n; ++i) x[i] = mu + sigma * (T(0.25) * static_cast<T>(i % 11) - 1);
  }
  auto data() { return active(x, g); }
  auto center() { return active(mu, g_mu); }
  auto scale() { return active(sigma, g_sigma); }

  /// Whether value and gradient are those of the sum of -z^2 / 2 - log(sigma).
  bool is_right(T value, long double bound) const {
    long double squares = 0, total = 0;
    bool good = true;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double z = (static_cast<long double>(x[i]) - mu) / sigma;
      squares += z * z, total += z;
      good = good && std::abs(g[i] * sigma + z) <= bound * (1 + std::abs(z));
    }
    const long double n = static_cast<long double>(x.size()), size = n + squares;
    const long double expected = -squares / 2 - n * std::log(static_cast<long double>(sigma));
    return good && std::abs(value - expected) <= bound * (size + std::abs(expected)) &&
           std::abs(g_mu * sigma - total) <= bound * size &&
           std::abs(g_sigma * sigma - (squares - n)) <= bound * size;
  }
};

/// The textbook formula, in the ways people write it.
template <class T>
void check_normal(std::size_t n, T mu, T sigma) {
  const long double bound = 100 * std::numeric_limits<T>::epsilon();
  CAPTURE(n);
  CAPTURE(sigma);
  Normal<T> d(n, mu, sigma);
  const auto z = (d.data() - d.center()) / d.scale();
  const auto named = let(z);
  CHECK(d.is_right(value_and_grad(sum(-0.5 * (z * z) - log(d.scale()))), bound));
  CHECK(d.is_right(value_and_grad(sum(-0.5 * named * named - log(d.scale()))), bound));
  CHECK(d.is_right(value_and_grad(-sum(log(d.scale()) + square(-z) / 2)), bound));
}

/// A primitive that counts how often it is computed.
struct Counted {
  [[maybe_unused]] static constexpr int arity = 1;
  static constexpr Facts facts{.name = "counted", .summary = "", .formula = "", .source = ""};
  static inline int calls = 0;
  template <class T>
  static T value(T x) {
    ++calls;
    return x;
  }
  template <int I, class T>
  static T partial(const T&, const T&) {
    return T(1.0);
  }
};

}  // namespace

TEST_CASE("the textbook normal density at all sizes") {
  for (const std::size_t n : {0, 1, 2, 7, 8, 9, 16, 31, 32, 35, 100}) {
    check_normal<double>(n, 0.3, 1.7);
    check_normal<float>(n, 0.25f, 1.5f);
  }
}

TEST_CASE("factors stay in the sum where squares without them would leave the range") {
  check_normal<double>(20, 0, 1e-170);
  check_normal<double>(20, 0, 1e170);
  check_normal<float>(20, 0, 1e-25f);
  check_normal<float>(20, 0, 1e25f);
}

TEST_CASE("factors of one type need not be the same") {
  Normal<double> a(20, 0.5, 2), b(20, -0.25, 4);
  const auto e = sum(a.data() / a.scale() * (b.data() / b.scale()));
  double expected = 0;
  for (int i = 0; i < 20; ++i) expected += a.x[i] / 2 * (b.x[i] / 4);
  CHECK(value_and_grad(e) == doctest::Approx(expected).epsilon(1e-14));
  CHECK(value(e) == doctest::Approx(expected).epsilon(1e-14));
  CHECK(a.g_sigma == doctest::Approx(-expected / 2));
  for (int i = 0; i < 20; ++i) CHECK(b.g[i] == doctest::Approx(a.x[i] / 8));
}

TEST_CASE("differences that cancel exactly do") {
  const std::vector<double> x{1e17, 1e17 + 32, 1e17 - 16, 1e17 + 16};
  const double middle = 1e17;
  CHECK(value(sum(passive(x) - passive(middle))) == 32);
  CHECK(value(sum(2 * (passive(x) - passive(middle)))) == 64);
}

TEST_CASE("a let of a scalar or a reduction is computed once") {
  double s = 0.5, slope = 99;
  std::vector<double> x(20, 1.5), g(20);
  const auto a = active(x, g);
  Counted::calls = 0;
  const auto w = let(primitive::apply<Counted>(active(s, slope)));
  value_and_grad(w * w + sum(a * w) * sum(a + w) + w);
  CHECK(Counted::calls == 1);
  CHECK(slope == doctest::Approx(2 * s + 30 * (30 + 20 * s) + 30 * s * 20 + 1));
  Counted::calls = 0;
  const auto total = let(sum(primitive::apply<Counted>(a)));
  value_and_grad(total * total + sum(a * total) + log(total));
  const int packets = 20 / simd::native_lanes<double> + (20 % simd::native_lanes<double> > 0);
  CHECK(Counted::calls == 2 * packets);  // forward, and back
  for (double v : g) CHECK(v == doctest::Approx(2 * 30 + 30 + 30 + 1.0 / 30));
}

TEST_CASE("lets of scalars of one type, nested, and passive") {
  double p = 0.5, q = 2, gp = 99, gq = 99;
  const auto a = let(exp(active(p, gp))), b = let(exp(active(q, gq)));
  const auto c = let<1>(a * b);
  CHECK(value_and_grad(c * a + c / b + b) ==
        doctest::Approx(std::exp(2 * p + q) + std::exp(p) + std::exp(q)));
  CHECK(gp == doctest::Approx(2 * std::exp(2 * p + q) + std::exp(p)));
  CHECK(gq == doctest::Approx(std::exp(2 * p + q) + std::exp(q)));
  const auto n = let(exp(passive(p)));
  CHECK(value_and_grad(n * n * active(q, gq)) == doctest::Approx(2 * std::exp(1.0)));
  CHECK(gq == doctest::Approx(std::exp(1.0)));
  CHECK(value(n + n) == doctest::Approx(2 * std::exp(0.5)));
}
