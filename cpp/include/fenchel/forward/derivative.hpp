// SPDX-License-Identifier: Apache-2.0
// Forward-mode derivatives of functions of numbers: `derivative`, `jvp` and `jacfwd`.
#pragma once

#include <array>
#include <cstddef>
#include <fenchel/forward/rule.hpp>
#include <type_traits>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The value a formula starts from: an integer is a double.
template <class T>
using start_t = std::conditional_t<std::is_integral_v<T>, double, T>;

/// The tangent of a result; a function may return a constant.
template <class T, class R>
Dual<T> as_dual(const R& result) {
  return Dual<T>(result);
}

template <class F, class T, std::size_t N>
auto along(const F& f, const std::array<T, N>& x, const std::array<T, N>& t) {
  std::array<Dual<T>, N> moved{};
  for (std::size_t i = 0; i < N; ++i) moved[i] = Dual<T>(x[i], t[i]);
  return f(moved);
}

}  // namespace forward

/// The derivative of order K of f at x. f may itself take derivatives. A nested call whose function
/// uses the outer variable v starts from a point of its type, `derivative(g, decltype(v)(2.0))`:
/// types alone tell the perturbations apart.
template <int K = 1, class F, class T>
  requires(primitive::Operand<T>)
auto derivative(const F& f, const T& x) {
  using S = forward::start_t<T>;
  if constexpr (K == 0) {
    return S(f(S(x)));
  } else {
    const auto slope = [&f](const auto& at) {
      using D = std::remove_cvref_t<decltype(at)>;
      return forward::as_dual<D>(f(Dual<D>(at, D(1.0)))).tangent;
    };
    return derivative<K - 1>(slope, S(x));
  }
}

/// {value, tangent} of f at the number x in the direction t.
template <class F, class T, class U>
  requires(primitive::Operand<T> && primitive::Operand<U>)
auto jvp(const F& f, const T& x, const U& t) {
  using S = forward::start_t<T>;
  const Dual<S> result = f(Dual<S>(S(x), S(t)));
  return std::pair<S, S>{result.value, result.tangent};
}

/// {value, tangent} of f at the point x in the direction t; f takes an array and returns a number.
template <class F, class T, std::size_t N>
auto jvp(const F& f, const std::array<T, N>& x, const std::array<T, N>& t) {
  const Dual<T> result = forward::along(f, x, t);
  return std::pair<T, T>{result.value, result.tangent};
}

/// The gradient of f at x, one direction at a time; f takes an array and returns a number.
template <class F, class T, std::size_t N>
std::array<T, N> jacfwd(const F& f, const std::array<T, N>& x) {
  std::array<T, N> gradient{};
  for (std::size_t i = 0; i < N; ++i) {
    std::array<T, N> direction{};
    direction[i] = T(1.0);
    gradient[i] = jvp(f, x, direction).second;
  }
  return gradient;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
