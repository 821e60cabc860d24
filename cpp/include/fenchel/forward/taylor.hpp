// SPDX-License-Identifier: Apache-2.0
// `taylor<K>`: a function along a line, to order K.
#pragma once

#include <array>
#include <fenchel/forward/series.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <int K, class T, class R>
std::array<T, K + 1> coefficients(const R& result) {
  const Taylor<T, K> y(result);
  std::array<T, K + 1> c;
  for (std::size_t k = 0; k <= K; ++k) c[k] = y.c[k];
  return c;
}

template <int K, class T>
Taylor<T, K> line(const T& start, const T& direction) {
  Taylor<T, K> x(start);
  if constexpr (K > 0) x.c[1] = direction;
  return x;
}

}  // namespace forward

/// The coefficients of f(x + t direction) by powers of t, from 0 to K; f takes a number. The
/// derivative of order k is k! times the coefficient.
template <int K, class F, class T>
  requires(primitive::Operand<T>)
std::array<T, K + 1> taylor(const F& f, const T& x, const T& direction = T(1.0)) noexcept {
  return forward::coefficients<K, T>(f(forward::line<K>(x, direction)));
}

/// The same where f takes an array.
template <int K, class F, class T, std::size_t N>
std::array<T, K + 1> taylor(const F& f, const std::array<T, N>& x,
                            const std::array<T, N>& direction) noexcept {
  std::array<Taylor<T, K>, N> moved;
  for (std::size_t i = 0; i < N; ++i) moved[i] = forward::line<K>(x[i], direction[i]);
  return forward::coefficients<K, T>(f(moved));
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
