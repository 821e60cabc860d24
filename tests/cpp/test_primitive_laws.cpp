// SPDX-License-Identifier: Apache-2.0
// Every primitive: its value against the C library, scalars against packets, its partials against
// difference quotients, and derivatives up to the third order by nested duals.
#include "broken_erf.hpp"
#include "log_cosh.hpp"
#include "special_reference.hpp"
#include "sweep.hpp"

#include <doctest/doctest.h>
#include <fenchel/forward.hpp>

#include <map>
#include <string>

using namespace sweep;
using fenchel::primitive::Elementwise;

namespace {

using Long = long double;
using Reference = Long (*)(const Long*);

Long larger(Long a, Long b) { return a != a ? a : b != b ? b : a > b ? a : b; }

/// Python's remainder and quotient; the difference is exact where they are compared closely.
Long remainder_by_floor(const Long* x) {
  const Long rest = std::fmod(x[0], x[1]);
  return rest != 0 && (rest < 0) != (x[1] < 0) ? rest + x[1] : rest;
}
Long floor_of_quotient(const Long* x) {
  if (x[1] == 0) return x[0] / x[1];
  const Long rest = std::fmod(x[0], x[1]);
  const Long whole = std::nearbyint((x[0] - rest) / x[1]);
  return rest != 0 && (rest < 0) != (x[1] < 0) ? whole - 1 : whole;
}

/// log(e^a + e^b); an infinite a - b is NaN where a = b.
Long log_sum(Long a, Long b) {
  const Long gap = a == b ? 0 : std::fabs(a - b);
  return std::log1p(std::exp(-gap)) + larger(a, b);
}

/// What each primitive is, in extended precision.
const std::map<std::string, Reference> references = {
    {"abs", [](const Long* x) { return std::fabs(x[0]); }},
    {"acos", [](const Long* x) { return std::acos(x[0]); }},
    {"acosh", [](const Long* x) { return std::acosh(x[0]); }},
    {"add", [](const Long* x) { return x[0] + x[1]; }},
    {"asin", [](const Long* x) { return std::asin(x[0]); }},
    {"asinh", [](const Long* x) { return std::asinh(x[0]); }},
    {"atan", [](const Long* x) { return std::atan(x[0]); }},
    {"atan2", [](const Long* x) { return std::atan2(x[0], x[1]); }},
    {"atanh", [](const Long* x) { return std::atanh(x[0]); }},
    {"cbrt", [](const Long* x) { return std::cbrt(x[0]); }},
    {"ceil", [](const Long* x) { return std::ceil(x[0]); }},
    {"copysign", [](const Long* x) { return std::copysign(x[0], x[1]); }},
    {"cos", [](const Long* x) { return std::cos(x[0]); }},
    {"cosh", [](const Long* x) { return std::cosh(x[0]); }},
    {"digamma", [](const Long* x) { return special::digamma(x[0]); }},
    {"divide", [](const Long* x) { return x[0] / x[1]; }},
    {"equal", [](const Long* x) { return Long(x[0] == x[1]); }},
    {"erf", [](const Long* x) { return std::erf(x[0]); }},
    {"erfc", [](const Long* x) { return std::erfc(x[0]); }},
    {"erfcx", [](const Long* x) { return special::erfcx(x[0]); }},
    {"erfinv", [](const Long* x) { return special::erfinv(x[0]); }},
    {"exp", [](const Long* x) { return std::exp(x[0]); }},
    {"exp2", [](const Long* x) { return std::exp2(x[0]); }},
    {"expm1", [](const Long* x) { return std::expm1(x[0]); }},
    {"fast_expm1", [](const Long* x) { return std::expm1(x[0]); }},
    {"fast_sigmoid", [](const Long* x) { return 1 / (1 + std::exp(-x[0])); }},
    {"fast_tanh", [](const Long* x) { return std::tanh(x[0]); }},
    {"floor", [](const Long* x) { return std::floor(x[0]); }},
    {"floor_divide", floor_of_quotient},
    {"fmod", [](const Long* x) { return std::fmod(x[0], x[1]); }},
    {"gelu", [](const Long* x) { return special::gelu(x[0]); }},
    {"greater", [](const Long* x) { return Long(x[0] > x[1]); }},
    {"greater_equal", [](const Long* x) { return Long(x[0] >= x[1]); }},
    {"hypot", [](const Long* x) { return std::hypot(x[0], x[1]); }},
    {"less", [](const Long* x) { return Long(x[0] < x[1]); }},
    {"less_equal", [](const Long* x) { return Long(x[0] <= x[1]); }},
    {"lgamma", [](const Long* x) { return special::lgamma(x[0]); }},
    {"log", [](const Long* x) { return std::log(x[0]); }},
    {"log10", [](const Long* x) { return std::log10(x[0]); }},
    {"log1p", [](const Long* x) { return std::log1p(x[0]); }},
    {"log2", [](const Long* x) { return std::log2(x[0]); }},
    {"log_cosh",
     [](const Long* x) {
       const Long size = std::fabs(x[0]), s = std::sinh(size / 2);
       return size < 30 ? std::log1p(2 * s * s) : size - std::log(Long(2));
     }},
    {"log_sigmoid", [](const Long* x) { return -log_sum(0, -x[0]); }},
    {"logaddexp", [](const Long* x) { return log_sum(x[0], x[1]); }},
    {"logical_and", [](const Long* x) { return Long(x[0] > 0 && x[1] > 0); }},
    {"logical_not", [](const Long* x) { return Long(!(x[0] > 0)); }},
    {"logical_or", [](const Long* x) { return Long(x[0] > 0 || x[1] > 0); }},
    {"logical_xor", [](const Long* x) { return Long((x[0] > 0) != (x[1] > 0)); }},
    {"masked_multiply",
     [](const Long* x) { return x[0] == 0 || x[1] == 0 ? Long(0) : x[0] * x[1]; }},
    {"maximum", [](const Long* x) { return larger(x[0], x[1]); }},
    {"minimum", [](const Long* x) { return -larger(-x[0], -x[1]); }},
    {"multiply", [](const Long* x) { return x[0] * x[1]; }},
    {"negative", [](const Long* x) { return -x[0]; }},
    {"not_equal", [](const Long* x) { return Long(x[0] != x[1]); }},
    {"polygamma", [](const Long* x) { return special::polygamma(x[0], x[1]); }},
    {"pow", [](const Long* x) { return std::pow(x[0], x[1]); }},
    {"remainder", remainder_by_floor},
    {"round", [](const Long* x) { return std::nearbyint(x[0]); }},
    {"rsqrt", [](const Long* x) { return 1 / std::sqrt(x[0]); }},
    {"sigmoid", [](const Long* x) { return 1 / (1 + std::exp(-x[0])); }},
    {"sign", [](const Long* x) { return x[0] > 0   ? Long(1)
                                        : x[0] < 0 ? Long(-1)
                                                   : x[0]; }},
    {"silu", [](const Long* x) { return special::silu(x[0]); }},
    {"sin", [](const Long* x) { return std::sin(x[0]); }},
    {"sinh", [](const Long* x) { return std::sinh(x[0]); }},
    {"softplus", [](const Long* x) { return log_sum(x[0], 0); }},
    {"sqrt", [](const Long* x) { return std::sqrt(x[0]); }},
    {"square", [](const Long* x) { return x[0] * x[0]; }},
    {"subtract", [](const Long* x) { return x[0] - x[1]; }},
    {"tan", [](const Long* x) { return std::tan(x[0]); }},
    {"tanh", [](const Long* x) { return std::tanh(x[0]); }},
    {"trunc", [](const Long* x) { return std::trunc(x[0]); }},
    {"where", [](const Long* x) { return x[0] > 0 ? x[1] : x[2]; }},
};

/// The distance of a from the number b, in units of the last place of T at b.
template <class T>
double ulps(T a, Long b) {
  if (std::isnan(b) || std::isnan(a)) return std::isnan(b) && std::isnan(a) ? 0 : fenchel::inf;
  const T rounded = static_cast<T>(b);
  if (std::isinf(rounded) || std::isinf(a)) return a == rounded ? 0 : fenchel::inf;
  const T size = std::max(std::abs(rounded), std::numeric_limits<T>::min());
  const T unit = size - std::nextafter(size, T(0));
  return static_cast<double>(std::fabs(static_cast<Long>(a) - b) / unit);
}

/// The truth for a primitive at numbers of T; the neighbor of a number depends on T.
template <class Op, class T>
Long truth(const T* x) {
  const Long exact[3] = {x[0], x[1], x[2]};
  if constexpr (std::is_same_v<Op, primitive::Nextafter>) return std::nextafter(x[0], x[1]);
  else return references.at(Op::facts.name)(exact);
}

template <class Op, class T>
double worst_ulps(const Inputs<T>& points) {
  double worst = 0;
  for (std::size_t i = 0; i < points[0].size(); ++i) {
    T x[3] = {};
    for (int input = 0; input < Op::arity; ++input) x[input] = points[input][i];
    const double error = ulps(static_cast<T>(value_at<Op>(x)), truth<Op>(x));
    worst = std::max(worst, error);
  }
  return worst;
}

/// The promise of the facts; the reference in long double is itself a little off.
template <class Op>
double allowed_ulps() {
  return Op::facts.bound(fenchel::simd::has_fma) + 0.01;
}

template <class Op, class T>
void check_values() {
  CAPTURE(std::string(Op::facts.name));
  CHECK(worst_ulps<Op>(random_inputs<Op, T>(5000)) <= allowed_ulps<Op>());
  CHECK(worst_ulps<Op>(special_inputs<Op, T>()) <= allowed_ulps<Op>());
}

/// The inputs as packets, and what lane i of the result must be.
template <class Op, class T, int N>
void check_packets(const Inputs<T>& points) {
  using V = fenchel::simd::Packet<T, N>;
  std::size_t wrong = 0;
  for (std::size_t at = 0; at + N <= points[0].size(); at += N) {
    V x[3] = {V(T(0)), V(T(0)), V(T(0))};
    for (int input = 0; input < Op::arity; ++input)
      x[input] = fenchel::simd::load<V>(points[input].data() + at);
    const auto y = call<Op>([](const auto&... a) { return primitive::apply<Op>(a...); }, x);
    for (int lane = 0; lane < N; ++lane) {
      T lanes[3] = {};
      for (int input = 0; input < Op::arity; ++input) lanes[input] = points[input][at + lane];
      wrong += !identical<double>(static_cast<double>(y[lane]), value_at<Op>(lanes));
    }
  }
  CAPTURE(std::string(Op::facts.name));
  CAPTURE(N);
  CHECK(wrong == 0);
}

template <class Op, class T>
void check_all_packets() {
  const auto random = random_inputs<Op, T>(512);
  const auto special = special_inputs<Op, T>();
  check_packets<Op, T, fenchel::simd::native_lanes<T>>(random);
  check_packets<Op, T, fenchel::simd::native_lanes<T>>(special);
  check_packets<Op, T, 2>(random);
  check_packets<Op, T, 1>(special);
}

/// The partial of Op by an input, by a dual that moves this input only.
template <class Op>
double dual_partial(int input, const std::array<double, 3>& x) {
  using D = fenchel::Dual<double>;
  D moved[3] = {x[0], x[1], x[2]};
  moved[input].tangent = 1;
  const auto f = [](const auto&... a) { return D(primitive::apply<Op>(a...)); };
  if constexpr (Op::facts.signature == Signature::selection)
    return f(x[0] > 0, moved[1], moved[2]).tangent;
  else if constexpr (Op::facts.signature == Signature::logical) return 0;
  else return call<Op>(f, moved).tangent;
}

/// Derivatives of order K along a line through the inputs, against quotients of order K - 1.
template <class Op, int K>
double worst_order() {
  const auto points = random_inputs<Op, double>(60);
  double worst = 0;
  for (std::size_t i = 0; i < points[0].size(); ++i) {
    constexpr bool first = Op::facts.active & 1u;
    const double base = Op::arity > 1 ? points[1][i] : 0;
    const auto line = [&](const auto& t) {
      if constexpr (Op::arity == 1) return primitive::apply<Op>(t);
      else if constexpr (!first) return primitive::apply<Op>(points[0][i], t);
      else return primitive::apply<Op>(t, base + 0.25 * (t - points[0][i]));
    };
    const auto lower = [&](double t) { return fenchel::derivative<K - 1>(line, t); };
    const double t = first ? points[0][i] : base, actual = fenchel::derivative<K>(line, t);
    const double error = derivative_error(lower, t, actual);
    worst = error <= worst ? worst : error;
  }
  return worst;
}

template <class Op>
void check_derivatives() {
  CAPTURE(std::string(Op::facts.name));
  CHECK(worst_partial<Op>(dual_partial<Op>) < derivative_bound);
  if constexpr (Op::facts.signature == Signature::arithmetic && Op::facts.active != 0) {
    CHECK(worst_order<Op, 2>() < derivative_bound);
    CHECK(worst_order<Op, 3>() < derivative_bound);
  }
}

}  // namespace

TEST_CASE("values are those of the C library") {
  Elementwise::for_each([]<class Op>() {
    check_values<Op, double>();
    check_values<Op, float>();
  });
  check_values<primitive::LogCosh, double>();
}

TEST_CASE("a packet is its scalars, bit for bit") {
  Elementwise::for_each([]<class Op>() {
    check_all_packets<Op, double>();
    check_all_packets<Op, float>();
  });
  check_all_packets<primitive::LogCosh, double>();
}

TEST_CASE("partials are limits of difference quotients, up to the third order") {
  Elementwise::for_each([]<class Op>() { check_derivatives<Op>(); });
  check_derivatives<primitive::LogCosh>();
}

TEST_CASE("the sweeps catch planted faults") {
  CHECK(worst_partial<primitive::BrokenErf>(dual_partial<primitive::BrokenErf>) > derivative_bound);
  CHECK(worst_order<primitive::BrokenErf, 2>() < derivative_bound);  // consistent with itself
  const double tenth = 0.1;
  CHECK(ulps(std::nextafter(std::exp(tenth), 2.0), std::exp(Long(tenth))) > 0.5);
  CHECK(ulps(-0.0f, Long(1e-45)) == doctest::Approx(0.71365).epsilon(1e-3));
}
