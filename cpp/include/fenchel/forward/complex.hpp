// SPDX-License-Identifier: Apache-2.0
// Complex numbers through the lambdas of real ones. A primitive that is holomorphic has its value
// here, continued from the real axis; its derivatives are `partial` at complex numbers, so that
// duals and series of complex numbers follow. Others, such as abs and maximum, do not compile.
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <fenchel/primitive/list.hpp>
#include <limits>

namespace fenchel {

template <class T>
inline constexpr bool is_ordered<std::complex<T>> = false;

inline namespace FENCHEL_ARCH {
namespace forward {

/// exp(z) - 1 and log(1 + z), without cancellation near 0.
template <class T>
std::complex<T> expm1_of(const std::complex<T>& z) {
  const T x = z.real(), y = z.imag(), s = std::sin(y / 2);
  return {std::expm1(x) * std::cos(y) - 2 * s * s, std::exp(x) * std::sin(y)};
}
template <class T>
std::complex<T> log1p_of(const std::complex<T>& z) {
  const T x = z.real(), y = z.imag();
  if (!(x * x + y * y < T(0.25))) return std::log(T(1) + z);
  return {std::log1p(x * (2 + x) + y * y) / 2, std::atan2(y, 1 + x)};
}
/// By the exponential that does not overflow.
template <class T>
std::complex<T> sigmoid_of(const std::complex<T>& z) {
  if (z.real() >= 0) return T(1) / (T(1) + std::exp(-z));
  const std::complex<T> e = std::exp(z);
  return e / (T(1) + e);
}
template <class T>
std::complex<T> softplus_of(const std::complex<T>& z) {
  return z.real() > 0 ? z + log1p_of(std::exp(-z)) : log1p_of(std::exp(z));
}
/// Integer powers are products: they are exact where the other formula turns the number round 0.
template <class T>
std::complex<T> pow_of(const std::complex<T>& z, const std::complex<T>& power) {
  constexpr T most = 64;
  const T n = power.real();
  if (power.imag() != 0 || n != std::floor(n) || !(std::abs(n) <= most)) return std::pow(z, power);
  std::complex<T> y(1), factor = z;
  for (int left = static_cast<int>(std::abs(n)); left > 0; left /= 2, factor *= factor)
    if (left % 2) y *= factor;
  return n < 0 ? T(1) / y : y;
}

/// The holomorphic primitives: `value` of complex numbers.
template <class Op>
struct Holomorphic {
  static constexpr bool known = false;
};

#define FENCHEL_HOLOMORPHIC(Op, formula, ...) \
  template <>                                 \
  struct Holomorphic<primitive::Op> {         \
    static constexpr bool known = true;       \
    template <class C>                        \
    static C value(__VA_ARGS__) {             \
      return formula;                         \
    }                                         \
  };

FENCHEL_HOLOMORPHIC(Add, a + b, const C& a, const C& b)
FENCHEL_HOLOMORPHIC(Subtract, a - b, const C& a, const C& b)
FENCHEL_HOLOMORPHIC(Multiply, (a * b), const C& a, const C& b)
FENCHEL_HOLOMORPHIC(Divide, a / b, const C& a, const C& b)
FENCHEL_HOLOMORPHIC(MaskedMultiply, a == C(0) || b == C(0) ? C(0) : a * b, const C& a, const C& b)
FENCHEL_HOLOMORPHIC(Pow, pow_of(a, b), const C& a, const C& b)
FENCHEL_HOLOMORPHIC(Negative, -z, const C& z)
FENCHEL_HOLOMORPHIC(Square, (z * z), const C& z)
FENCHEL_HOLOMORPHIC(Sqrt, std::sqrt(z), const C& z)
FENCHEL_HOLOMORPHIC(Rsqrt, C(1) / std::sqrt(z), const C& z)
FENCHEL_HOLOMORPHIC(Exp, std::exp(z), const C& z)
FENCHEL_HOLOMORPHIC(Exp2, std::exp(z* C(ln_2)), const C& z)
FENCHEL_HOLOMORPHIC(Expm1, expm1_of(z), const C& z)
FENCHEL_HOLOMORPHIC(Log, std::log(z), const C& z)
FENCHEL_HOLOMORPHIC(Log2, std::log(z) * C(log2_e), const C& z)
FENCHEL_HOLOMORPHIC(Log10, std::log(z) * C(log10_e), const C& z)
FENCHEL_HOLOMORPHIC(Log1p, log1p_of(z), const C& z)
FENCHEL_HOLOMORPHIC(Sin, std::sin(z), const C& z)
FENCHEL_HOLOMORPHIC(Cos, std::cos(z), const C& z)
FENCHEL_HOLOMORPHIC(Tan, std::tan(z), const C& z)
FENCHEL_HOLOMORPHIC(Sinh, std::sinh(z), const C& z)
FENCHEL_HOLOMORPHIC(Cosh, std::cosh(z), const C& z)
FENCHEL_HOLOMORPHIC(Tanh, std::tanh(z), const C& z)
FENCHEL_HOLOMORPHIC(Asin, std::asin(z), const C& z)
FENCHEL_HOLOMORPHIC(Acos, std::acos(z), const C& z)
FENCHEL_HOLOMORPHIC(Atan, std::atan(z), const C& z)
FENCHEL_HOLOMORPHIC(Asinh, std::asinh(z), const C& z)
FENCHEL_HOLOMORPHIC(Acosh, std::acosh(z), const C& z)
FENCHEL_HOLOMORPHIC(Atanh, std::atanh(z), const C& z)
FENCHEL_HOLOMORPHIC(Sigmoid, sigmoid_of(z), const C& z)
FENCHEL_HOLOMORPHIC(Softplus, softplus_of(z), const C& z)
FENCHEL_HOLOMORPHIC(LogSigmoid, -softplus_of(-z), const C& z)

#undef FENCHEL_HOLOMORPHIC

}  // namespace forward
}  // namespace FENCHEL_ARCH

template <class T>
struct Carrier<std::complex<T>> {
  static constexpr int rank = 5;
  using C = std::complex<T>;

  template <class Op, class... A>
  static auto apply(const A&... a) {
    if constexpr (std::is_same_v<Op, primitive::Equal>) return (C(a) == ...);
    else if constexpr (std::is_same_v<Op, primitive::NotEqual>) return (C(a) != ...);
    else return of<Op>(a...);
  }
  template <class Op, class A, class B>
    requires std::is_same_v<Op, primitive::Where>
  static C apply(bool condition, const A& a, const B& b) {
    return condition ? C(a) : C(b);
  }

 private:
  template <class Op, class... A>
  static C of(const A&... a) {
    static_assert(forward::Holomorphic<Op>::known,
                  "fenchel: a function that is not holomorphic has no value at complex numbers.");
    return forward::Holomorphic<Op>::template value<C>(C(a)...);
  }
};

inline namespace FENCHEL_ARCH {

/// The derivative at the number x of a function that is real on the real axis, by one value at a
/// complex number: f(x + ih) = f(x) + ih f'(x) + O(h^2), without a difference that cancels.
template <class F, class T>
  requires std::is_floating_point_v<T>
T complex_step(const F& f, const T& x) {
  constexpr int exponent = std::numeric_limits<T>::min_exponent / 3;
  const T h = std::ldexp(T(1), exponent);
  return std::ldexp(f(std::complex<T>(x, h)).imag(), -exponent);
}

/// The same along a direction, where f takes an array.
template <class F, class T, std::size_t N>
T complex_step(const F& f, const std::array<T, N>& x, const std::array<T, N>& direction) {
  const auto along = [&](const std::complex<T>& t) {
    std::array<std::complex<T>, N> moved;
    for (std::size_t i = 0; i < N; ++i) moved[i] = x[i] + t * direction[i];
    return f(moved);
  };
  return complex_step(along, T(0));
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
