// SPDX-License-Identifier: Apache-2.0
// Hessians and their products with vectors. Where the gradient is straight-line code, forward mode
// goes over it, in lanes. Else forward mode goes over forward mode, and the half of the Hessian
// above the diagonal is copied from below.
#pragma once

#include <fenchel/forward/jacobian.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class T, std::size_t N>
using Square = std::array<std::array<T, N>, N>;

/// The columns of the Hessian from `first` on, by jets through the plan of the gradient.
template <class P, int K, class T, std::size_t N, std::size_t A>
void hessian_columns(int first, const std::array<T, A>& arguments, Square<T, N>& hessian) {
  std::array<Jet<T, K>, A> moved;
  for (std::size_t i = 0; i < A; ++i)
    moved[i] = i < N ? Jet<T, K>::variable(arguments[i], static_cast<int>(i) - first)
                     : Jet<T, K>(arguments[i]);
  const auto at = evaluate_plan<P>(moved);
  for (std::size_t i = 0; i < N; ++i)
    for (int k = 0; k < K && first + k < static_cast<int>(N); ++k)
      hessian[i][static_cast<std::size_t>(first + k)] = at.jacobian[0][i].tangent[k];
}

/// Row i up to the diagonal.
template <int K, class F, class T, std::size_t N, class... P>
void hessian_row(const F& f, std::size_t i, const std::array<T, N>& x, Square<T, N>& hessian,
                 const P&... p) {
  using J = Jet<T, K>;
  for (int first = 0; first <= static_cast<int>(i); first += K) {
    std::array<Dual<J>, N> moved;
    for (std::size_t n = 0; n < N; ++n)
      moved[n] = Dual<J>(J::variable(x[n], static_cast<int>(n) - first), J(n == i ? 1.0 : 0.0));
    const Dual<J> y(f(moved, p...));
    for (int k = 0; k < K && first + k <= static_cast<int>(i); ++k) {
      const auto j = static_cast<std::size_t>(first + k);
      hessian[i][j] = hessian[j][i] = y.tangent.tangent[k];
    }
  }
}

}  // namespace forward

template <class F, class T, std::size_t N, class... P>
std::array<std::array<T, N>, N> hessian(const F& f, const std::array<T, N>& x,
                                        const P&... p) noexcept {
  using Found = forward::PlanOf<F, forward::Numbers<N>, forward::argument_t<P>...>;
  constexpr int width = std::min(forward::chunk<T, N>, simd::native_lanes<T>);
  forward::Square<T, N> result;
  if constexpr (Found::exists) {
    const auto arguments = forward::gathered<T>(x, p...);
    for (int first = 0; first < static_cast<int>(N); first += width)
      forward::hessian_columns<typename Found::type, width>(first, arguments, result);
  } else {
    for (std::size_t i = 0; i < N; ++i) forward::hessian_row<width>(f, i, x, result, p...);
  }
  return result;
}

/// The Hessian times the vector v.
template <class F, class T, std::size_t N, class... P>
std::array<T, N> hvp(const F& f, const std::array<T, N>& x, const std::array<T, N>& v,
                     const P&... p) noexcept {
  std::array<Dual<T>, N> moved;
  for (std::size_t i = 0; i < N; ++i) moved[i] = Dual<T>(x[i], v[i]);
  const auto at = forward::linearize(f, moved, p...);
  static_assert(at.value.size() == 1, "fenchel: hvp needs a function that returns a number.");
  std::array<T, N> product;
  for (std::size_t i = 0; i < N; ++i) product[i] = at.jacobian[0][i].tangent;
  return product;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
