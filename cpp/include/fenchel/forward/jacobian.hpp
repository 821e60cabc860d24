// SPDX-License-Identifier: Apache-2.0
// Jacobian, gradient and products with them, of functions of fixed size: f(x) or f(x, passive...),
// with x an array. Nothing allocates, nothing throws.
#pragma once

#include <fenchel/forward/contracted.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// Whether derivatives of f at N numbers are straight-line code made by the compiler. It takes a
/// lambda without captures (what is fixed goes into passive arguments), `where` in place of
/// branches, and constexpr functions below it; else derivatives are computed by jets.
template <class F, std::size_t N, class... P>
inline constexpr bool is_straight_line =
    forward::PlanOf<std::remove_cvref_t<F>, forward::Numbers<N>, forward::argument_t<P>...>::exists;

/// {values, Jacobian by rows}.
template <class F, class T, std::size_t N, class... P>
auto value_and_jacobian(const F& f, const std::array<T, N>& x, const P&... p) noexcept {
  return forward::linearize(f, x, p...);
}

/// The same, written to memory of the caller.
template <class F, class T, std::size_t N, std::size_t M, class... P>
void linearize_into(Linearized<T, M, N>& result, const F& f, const std::array<T, N>& x,
                    const P&... p) noexcept {
  using Found = forward::PlanOf<F, forward::Numbers<N>, forward::argument_t<P>...>;
  if constexpr (Found::exists)
    forward::evaluate_plan<typename Found::type>(forward::gathered<T>(x, p...), result);
  else result = forward::linearize(f, x, p...);
}

template <class F, class T, std::size_t N, class... P>
auto jacobian(const F& f, const std::array<T, N>& x, const P&... p) noexcept {
  return forward::linearize(f, x, p...).jacobian;
}

/// {value, gradient}; f returns a number.
template <class F, class T, std::size_t N, class... P>
auto value_and_gradient(const F& f, const std::array<T, N>& x, const P&... p) noexcept {
  const auto at = forward::linearize(f, x, p...);
  static_assert(at.value.size() == 1, "fenchel: gradient needs a function that returns a number.");
  return std::pair{at.value[0], at.jacobian[0]};
}

template <class F, class T, std::size_t N, class... P>
std::array<T, N> gradient(const F& f, const std::array<T, N>& x, const P&... p) noexcept {
  return value_and_gradient(f, x, p...).second;
}

/// The Jacobian, transposed, times seed: reverse mode, whatever the number of outputs.
template <class F, class T, std::size_t N, std::size_t M, class... P>
std::array<T, N> vjp(const F& f, const std::array<T, N>& x, const std::array<T, M>& seed,
                     const P&... p) noexcept {
  return forward::pull_back(f, x, seed, p...);
}

/// {values, tangents}: the Jacobian times K directions, K SIMD lanes at a time.
template <class F, class T, std::size_t N, std::size_t K>
auto jvp(const F& f, const std::array<T, N>& x,
         const std::array<std::array<T, N>, K>& directions) noexcept {
  using J = Jet<T, static_cast<int>(K)>;
  std::array<J, N> moved;
  for (std::size_t i = 0; i < N; ++i) {
    moved[i] = J(x[i]);
    for (std::size_t k = 0; k < K; ++k) moved[i].tangent.set(static_cast<int>(k), directions[k][i]);
  }
  const auto y = f(moved);
  constexpr std::size_t outputs = forward::ShapeOf<std::remove_const_t<decltype(y)>>::size;
  std::pair<std::array<T, outputs>, std::array<std::array<T, outputs>, K>> result;
  for (std::size_t m = 0; m < outputs; ++m) {
    const J each(forward::entry(y, m));
    result.first[m] = each.value;
    for (std::size_t k = 0; k < K; ++k) result.second[k][m] = each.tangent[static_cast<int>(k)];
  }
  return result;
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
